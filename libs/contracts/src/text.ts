/** A text that people read, in both languages of the product. Chinese comes first. */
export interface Text {
  zh: string;
  en: string;
}
