/** The process of one stack's run, as the command `preview` starts it: an entry of its own in the published package. */
import { answerRequest } from "../local/offline/answerRequest.ts";

answerRequest();
