"""Fits the impact models of Footprint on an exported training set and writes model folders."""
