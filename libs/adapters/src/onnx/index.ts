export { OnnxModelLibrary } from './onnx-model-library.js';
