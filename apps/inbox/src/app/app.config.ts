import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  type ApplicationConfig,
} from '@angular/core';
import { TitleStrategy, provideRouter, withComponentInputBinding, withInMemoryScrolling } from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';
import { routes } from './app.routes';
import { Display } from './display/display';
import { dutyInterceptor } from './http/duty.interceptor';
import { refusalInterceptor } from './http/refusal.interceptor';
import { renewalInterceptor } from './http/renewal.interceptor';
import { signInAgainInterceptor } from './http/sign-in-again.interceptor';
import { LANGUAGES } from './wording/in-language';
import { Language } from './wording/language';
import { PageTitle } from './wording/page-title';
import { TranslationLoader } from './wording/translation-loader';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(
      withInterceptors([refusalInterceptor, signInAgainInterceptor, dutyInterceptor, renewalInterceptor]),
    ),
    provideTransloco({
      config: { availableLangs: [...LANGUAGES], defaultLang: 'zh', reRenderOnLangChange: true, prodMode: true },
      loader: TranslationLoader,
    }),
    provideAppInitializer(() => {
      inject(Display);
      return inject(Language).start();
    }),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled', anchorScrolling: 'enabled' }),
    ),
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
};
