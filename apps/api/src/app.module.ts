import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OperationLog } from '#audit';
import { CalendarSource, EngineModule } from '#engine';
import { ExchangeModule } from '#exchange';
import { MailSettings, NotificationsModule } from '#notifications';
import { Calendars, OrganisationModule, SignInPolicy } from '#organisation';
import { Clock, Database, Foreground, SecretBox } from '#platform';
import { RectificationModule } from '#rectification';
import { TargetsModule } from '#targets';
import { TasksModule } from '#tasks';
import { WebhookGate, WebhooksModule } from '#webhooks';
import { auditTrail } from './audit-trail.js';
import { CaseChanges } from './case-changes.js';
import { ChartPictures } from './charts/chart-pictures.js';
import { ChartWorker } from './charts/chart-worker.js';
import { dataSourceOptions } from './database.js';
import { FirstSetup } from './first-setup.js';
import { Heartbeat } from './heartbeat.js';
import { HomeTenant } from './home-tenant.js';
import { NamedTenant } from './http/named-tenant.js';
import { NewTenants } from './new-tenants.js';
import { AccessGuard, RouteInventory } from './http/access.js';
import { controllers } from './http/controllers.js';
import { parsingPipe } from './http/parsing.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RefusedAccess } from './http/refused-access.js';
import { FlowCookie } from './http/flow-cookie.js';
import { SessionEnds } from './http/session-ends.js';
import { IdentityProvider } from './oidc/identity-provider.js';
import { SessionCookie } from './http/session-cookie.js';
import { Visitors } from './http/visitors.js';
import { ThrottleGuard } from './http/throttling.js';
import { keyFrom } from './key-file.js';
import { OutgoingWebhooks } from './outgoing/outgoing-webhooks.js';
import { ClockMover } from './sample/clock-mover.js';
import { MovableClock } from './sample/movable-clock.js';
import { SampleTenant } from './sample/sample-tenant.js';
import { Settings } from './settings.js';
import { Throttle } from './throttle/throttle.js';
import { Traffic } from './throttle/traffic.js';
import { UploadStore } from './uploads/upload-store.js';
import { WorkflowPublisher } from './workflow-publisher.js';

/** What every lib needs of the process: database, clock, settings, calendars. */
@Global()
@Module({})
class FoundationModule {
  static of(settings: Settings): DynamicModule {
    return {
      module: FoundationModule,
      imports: [TypeOrmModule.forRoot(dataSourceOptions(settings.config.databaseUrl)), OrganisationModule],
      providers: [
        Database,
        Foreground,
        MovableClock,
        OperationLog,
        { provide: Clock, useExisting: MovableClock },
        { provide: Settings, useValue: settings },
        {
          provide: SignInPolicy,
          useValue: new SignInPolicy(settings.config.signInPolicy, settings.config.secondFactorPosts),
        },
        { provide: SecretBox, useValue: new SecretBox(() => keyFrom(settings.config.keyFile)) },
        { provide: MailSettings, useExisting: Settings },
        OutgoingWebhooks,
        { provide: WebhookGate, useExisting: OutgoingWebhooks },
        { provide: CalendarSource, useExisting: Calendars },
      ],
      exports: [
        Database,
        Foreground,
        MovableClock,
        OperationLog,
        Clock,
        Settings,
        SecretBox,
        SignInPolicy,
        WebhookGate,
        MailSettings,
        CalendarSource,
      ],
    };
  }
}

/** The composition root. */
@Module({})
export class AppModule {
  static of(settings: Settings): DynamicModule {
    const { role } = settings.config;
    return {
      module: AppModule,
      imports: [
        FoundationModule.of(settings),
        DiscoveryModule,
        ...(role === 'api' ? [] : [ScheduleModule.forRoot()]),
        OrganisationModule,
        EngineModule,
        TasksModule,
        NotificationsModule,
        WebhooksModule,
        TargetsModule,
        RectificationModule,
        ExchangeModule,
      ],
      controllers,
      providers: [
        ...auditTrail,
        CaseChanges,
        ChartPictures,
        ChartWorker,
        ClockMover,
        FirstSetup,
        FlowCookie,
        Heartbeat,
        HomeTenant,
        NamedTenant,
        NewTenants,
        RefusedAccess,
        RouteInventory,
        SampleTenant,
        IdentityProvider,
        SessionCookie,
        Throttle,
        Visitors,
        Traffic,
        UploadStore,
        SessionEnds,
        WorkflowPublisher,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: ThrottleGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useValue: parsingPipe },
      ],
    };
  }
}
