import { AuditController } from './audit.controller.js';
import { AccountController } from './account.controller.js';
import { BatchController } from './batch.controller.js';
import { CaseController } from './case.controller.js';
import { ClockController } from './clock.controller.js';
import { DefinitionController } from './definition.controller.js';
import { DeliveryController } from './delivery.controller.js';
import { FactorController } from './factor.controller.js';
import { HealthController } from './health.controller.js';
import { ImportController } from './import.controller.js';
import { IncidentController } from './incident.controller.js';
import { InboxController } from './inbox.controller.js';
import { MailController } from './mail.controller.js';
import { MessageController } from './message.controller.js';
import { OidcController } from './oidc.controller.js';
import { OperationController } from './operation.controller.js';
import { OwnSessionController } from './own-session.controller.js';
import { PeopleController } from './people.controller.js';
import { ProposalController } from './proposal.controller.js';
import { PublicController } from './public.controller.js';
import { RenewalController } from './renewal.controller.js';
import { RightsController } from './rights.controller.js';
import { SessionController } from './session.controller.js';
import { SetupController } from './setup.controller.js';
import { SheetController } from './sheet.controller.js';
import { TargetController } from './target.controller.js';
import { TaskController } from './task.controller.js';
import { TenantController } from './tenant.controller.js';
import { UnitController } from './unit.controller.js';
import { WebhookController } from './webhook.controller.js';

/** Every route of the system. */
export const controllers = [
  SessionController,
  TenantController,
  OwnSessionController,
  RenewalController,
  FactorController,
  OidcController,
  SetupController,
  InboxController,
  TaskController,
  CaseController,
  OperationController,
  MessageController,
  DefinitionController,
  SheetController,
  TargetController,
  PublicController,
  ImportController,
  UnitController,
  AccountController,
  ProposalController,
  PeopleController,
  RightsController,
  MailController,
  IncidentController,
  WebhookController,
  DeliveryController,
  BatchController,
  AuditController,
  ClockController,
  HealthController,
];
