import type { Routes } from '@angular/router';
import { holds, home, owes, signedIn } from './session/guards';

const notice = () => import('./surface/plain-notice').then((file) => file.PlainNotice);

export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'page.signIn',
    loadComponent: () => import('./session/sign-in').then((file) => file.SignIn),
  },
  {
    path: 'setup',
    title: 'page.setup',
    loadComponent: () => import('./session/setup-page').then((file) => file.SetupPage),
  },
  {
    path: 'new-password',
    title: 'page.password',
    canActivate: [owes('password')],
    loadComponent: () => import('./session/new-password-page').then((file) => file.NewPasswordPage),
  },
  {
    path: 'new-factor',
    title: 'page.factor',
    canActivate: [owes('factor')],
    loadComponent: () => import('./session/new-factor-page').then((file) => file.NewFactorPage),
  },
  {
    path: 'public',
    title: 'page.public',
    loadComponent: () => import('./public/public-page').then((file) => file.PublicPage),
  },
  {
    path: 'proved',
    title: 'page.proved',
    data: { notice: 'proved' },
    loadComponent: notice,
  },
  {
    path: 'unreachable',
    title: 'page.unreachable',
    data: { notice: 'unreachable' },
    loadComponent: notice,
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell').then((file) => file.Shell),
    children: [
      { path: '', pathMatch: 'full', canActivate: [home], children: [] },
      {
        path: 'inbox',
        title: 'page.inbox',
        canActivate: [holds('inbox.read')],
        loadComponent: () => import('./inbox/inbox-page').then((file) => file.InboxPage),
      },
      {
        path: 'cases',
        title: 'page.cases',
        canActivate: [holds('case.read')],
        loadComponent: () => import('./cases/case-list').then((file) => file.CaseList),
      },
      {
        path: 'cases/:instanceId',
        title: 'page.case',
        canActivate: [holds('case.read')],
        loadComponent: () => import('./case/case-page').then((file) => file.CasePage),
      },
      {
        path: 'targets',
        title: 'page.targets',
        canActivate: [holds('target.read')],
        loadComponent: () => import('./targets/target-page').then((file) => file.TargetPage),
      },
      {
        path: 'import',
        title: 'page.import',
        canActivate: [holds('data.import')],
        loadComponent: () => import('./import/import-page').then((file) => file.ImportPage),
      },
      {
        path: 'mail',
        title: 'page.mail',
        canActivate: [holds('mail.read')],
        loadComponent: () => import('./mail/mail-page').then((file) => file.MailPage),
      },
      {
        path: 'incidents',
        title: 'page.incidents',
        canActivate: [holds('incident.settle')],
        loadComponent: () => import('./incidents/incident-page').then((file) => file.IncidentPage),
      },
      {
        path: 'webhooks',
        title: 'page.webhooks',
        canActivate: [holds('webhook.read')],
        loadComponent: () => import('./webhooks/webhook-page').then((file) => file.WebhookPage),
      },
      {
        path: 'batches',
        title: 'page.batches',
        canActivate: [holds('batch.manage')],
        loadComponent: () => import('./batches/batch-page').then((file) => file.BatchPage),
      },
      {
        path: 'audit',
        title: 'page.audit',
        canActivate: [holds('audit.read')],
        loadComponent: () => import('./audit/audit-page').then((file) => file.AuditPage),
      },
      {
        path: 'accounts',
        title: 'page.accounts',
        canActivate: [holds('account.read')],
        loadComponent: () => import('./accounts/account-list').then((file) => file.AccountList),
      },
      {
        path: 'accounts/:accountId',
        title: 'page.account',
        canActivate: [holds('account.read')],
        loadComponent: () => import('./accounts/account-page').then((file) => file.AccountPage),
      },
      {
        path: 'proposals',
        title: 'page.proposals',
        canActivate: [holds('account.read')],
        loadComponent: () => import('./accounts/proposal-page').then((file) => file.ProposalPage),
      },
      {
        path: 'rights',
        title: 'page.rights',
        canActivate: [holds('rights.read')],
        loadComponent: () => import('./rights/rights-page').then((file) => file.RightsPage),
      },
      {
        path: 'password',
        title: 'page.password',
        loadComponent: () => import('./session/password-page').then((file) => file.PasswordPage),
      },
      {
        path: 'factor',
        title: 'page.factor',
        loadComponent: () => import('./session/factor-page').then((file) => file.FactorPage),
      },
      {
        path: 'sessions',
        title: 'page.sessions',
        loadComponent: () => import('./session/own-sessions').then((file) => file.OwnSessions),
      },
      { path: 'no-post', title: 'page.noPost', data: { notice: 'noPost' }, loadComponent: notice },
      { path: 'forbidden', title: 'page.forbidden', data: { notice: 'forbidden' }, loadComponent: notice },
      { path: '**', title: 'page.notFound', data: { notice: 'notFound' }, loadComponent: notice },
    ],
  },
];
