/** Where mail goes, and what it says of itself. */
export abstract class MailSettings {
  /** `smtp://…` of the server that mail is handed to. */
  abstract readonly smtpUrl: string;
  /** Whether mail is handed over only under TLS, to a server whose certificate names its host; by these authorities (PEM). */
  abstract readonly smtpTls: { isDemanded: boolean; authorities: string | null };
  abstract readonly from: string;
  /** Address under which people open the product, without a slash at the end. */
  abstract readonly publicUrl: string;
}
