export { OnnxModelLibrary, type OnnxModelLibraryOptions } from './onnx-model-library.js';
