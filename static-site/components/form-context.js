// What a form tells its fields and its button: {busy, errors, clear} (表单状态).
import { createContext } from "../vendor/preact.js";

export const FormContext = createContext(null);
