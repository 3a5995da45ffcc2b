/** Where mail goes, and what it says of itself. */
export abstract class MailSettings {
  /** `smtp://…` of the server that mail is handed to. */
  abstract readonly smtpUrl: string;
  abstract readonly from: string;
  /** Address under which people open the product, without a slash at the end. */
  abstract readonly publicUrl: string;
}
