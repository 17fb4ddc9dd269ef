/** The process of one stack's run. */
import { answerRequest } from "./answerRequest.ts";

answerRequest();
