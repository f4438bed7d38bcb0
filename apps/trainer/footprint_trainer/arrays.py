"""Names for the arrays that pass between modules; docstrings give their shapes."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Float32Vector: TypeAlias = NDArray[np.float32]
Float32Matrix: TypeAlias = NDArray[np.float32]
Float64Vector: TypeAlias = NDArray[np.float64]
Float64Matrix: TypeAlias = NDArray[np.float64]
IntVector: TypeAlias = NDArray[np.int64]
BoolVector: TypeAlias = NDArray[np.bool_]
TextVector: TypeAlias = NDArray[np.str_]
Index: TypeAlias = NDArray[np.bool_] | NDArray[np.int64]
AnyArray: TypeAlias = NDArray[Any]
