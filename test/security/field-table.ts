/**
 * Which fields each read tells whom: `everyone` who may ask at all, then what only some posts are told, then who is refused, and
 * how. `?` follows a field that is there but holds nothing, `[name]` is the fact of that name. A field that an answer gains must
 * be put in here, and with it who is to see it.
 */
export const FIELDS: Record<string, Record<string, string>> = {
  'case of a sheet': {
    everyone: `
      acts? endedAt? ending? facts[].field facts[awaiting] facts[commentsOpen] facts[complete] facts[coopUnitIds][]
      facts[hasCoop] facts[kind] facts[objected] facts[origin] facts[returnedRows] facts[rounds] facts[targetCount]
      facts[unitId] facts[year] fields{} instanceId myTasks? openTasks? panel recordId revision startedAt
      startedBy.accountId startedBy.name startedBy.post states[].path states[].title states[].until states[].wait status
      tenant? title unit.code unit.name unit.nameEn unit.unitId units[].code units[].name units[].nameEn units[].unitId version
      workflow workflowTitle`,
    '404 case.missing': 'coop.operator other.operator',
    '403 permission.missing': 'security auditor',
  },
  'history of a sheet': {
    everyone: `
      [].actor.accountId [].actor.name [].actor.post [].at [].changes[].field [].changes[].title [].changes[awaiting]
      [].changes[commentsOpen] [].changes[complete] [].changes[coopUnitIds][] [].changes[hasCoop] [].changes[kind]
      [].changes[objected] [].changes[origin] [].changes[returnedRows] [].changes[rounds] [].changes[targetCount]
      [].changes[unansweredUnitIds]? [].changes[unitId] [].changes[year] [].event [].fromPaths[] [].from[] [].kind
      [].opinion [].reason? [].seq [].title [].toPaths[] [].to[] [].unit.code [].unit.name [].unit.nameEn [].unit.unitId`,
    '404 case.missing': 'coop.operator other.operator',
    '403 permission.missing': 'security auditor',
  },
  'changes of a sheet': {
    everyone: `
      groups[].changes[].after groups[].changes[].before groups[].changes[].title groups[].title since until`,
    '404 case.missing': 'coop.operator other.operator',
    '403 permission.missing': 'security auditor',
  },
  sheet: {
    everyone: `
      approvalPaper? comments[].answer.adopted comments[].answer.at comments[].answer.text comments[].at
      comments[].commentId comments[].indicator? comments[].rowId? comments[].text instanceId kind mode problems?
      rows[].awaitingValue rows[].class rows[].content.baseline? rows[].content.coopUnitIds[] rows[].content.current
      rows[].content.indicator rows[].content.keyFactors rows[].content.ledger? rows[].content.measures
      rows[].content.methods rows[].content.milestones[].date rows[].content.milestones[].quality
      rows[].content.milestones[].text rows[].content.nature rows[].content.operator rows[].content.polarity
      rows[].content.situation rows[].content.sourcePaper? rows[].content.target rows[].content.unit rows[].content.value
      rows[].content.weight rows[].coopUnits[].code rows[].coopUnits[].name rows[].coopUnits[].nameEn
      rows[].coopUnits[].unitId rows[].countersigns[].agrees rows[].countersigns[].reason? rows[].countersigns[].unit.code
      rows[].countersigns[].unit.name rows[].countersigns[].unit.nameEn rows[].countersigns[].unit.unitId
      rows[].kpi.decomposition rows[].kpi.domain rows[].kpi.fiveYearTarget rows[].kpi.kpiNo rows[].kpi.planTarget
      rows[].locked rows[].no rows[].origin rows[].revision rows[].rowId rows[].verdicts[].at rows[].verdicts[].by
      rows[].verdicts[].opinion rows[].verdicts[].state rows[].verdicts[].stateTitle rows[].verdicts[].verdict sheetId title
      unit.code unit.name unit.nameEn unit.unitId weightSum year`,
    officer: 'comments[].from',
    'operator leader coop.operator other.operator director leadership administrator': 'comments[].from?',
    '403 permission.missing': 'security auditor',
  },
  'target list': {
    everyone: `
      domains[].domain domains[].kpis[].fiveYearTarget domains[].kpis[].fiveYearUnit domains[].kpis[].fiveYearValue
      domains[].kpis[].indicator domains[].kpis[].kpiNo domains[].kpis[].polarity domains[].kpis[].years[].decomposition
      domains[].kpis[].years[].operator domains[].kpis[].years[].target domains[].kpis[].years[].unit
      domains[].kpis[].years[].units[].code domains[].kpis[].years[].units[].instanceId
      domains[].kpis[].years[].units[].issued domains[].kpis[].years[].units[].name domains[].kpis[].years[].units[].nameEn
      domains[].kpis[].years[].units[].sheetId domains[].kpis[].years[].units[].stateTitle
      domains[].kpis[].years[].units[].unitId domains[].kpis[].years[].value domains[].kpis[].years[].year
      specials[].content specials[].leadUnits[].code specials[].leadUnits[].name specials[].leadUnits[].nameEn
      specials[].leadUnits[].unitId specials[].methods[] specials[].name specials[].targetNo years[]`,
    '403 permission.missing': 'security auditor',
  },
  'list of sheets': {
    everyone: `
      nextCursor? rows[].columns.kind rows[].columns.origin rows[].columns.rounds rows[].columns.targetCount
      rows[].columns.unitId rows[].columns.year rows[].endedAt? rows[].ending? rows[].instanceId rows[].startedAt
      rows[].states[].path rows[].states[].title rows[].status rows[].tenant? rows[].title rows[].unit.code rows[].unit.name
      rows[].unit.nameEn rows[].unit.unitId rows[].workflow states[].count states[].path states[].title total`,
    'coop.operator other.operator officer director leadership administrator':
      'rows[].due.at rows[].due.level rows[].due.provisional rows[].due.workingDaysLeft',
    'operator leader': 'rows[].due?',
    '403 permission.missing': 'security auditor',
  },
  'case of an opinion': {
    everyone: `
      endedAt? ending? facts[].field facts[area] facts[comments][].commentOn facts[comments][].commentText
      facts[coopUnitIds][] facts[directions] facts[division] facts[expectedResult] facts[keyTargets][].date
      facts[keyTargets][].target facts[kind] facts[leadUnitId] facts[leadUnitsPrinted] facts[leaderInCharge] facts[measures]
      facts[opinionNo] facts[planContent] facts[problems] facts[source] facts[steps][].content facts[steps][].date
      facts[targetNoticeLink] facts[targetNoticeMedium] facts[targetNoticeOn] facts[text] facts[year] fields{} instanceId
      myTasks? openTasks? panel? recordId revision startedAt startedBy? states[].path states[].title states[].until
      states[].wait status tenant? title unit.code unit.name unit.nameEn unit.unitId units[].code units[].name units[].nameEn
      units[].unitId version workflow workflowTitle`,
    'operator leader director leadership administrator': 'acts?',
    officer: `
      acts[].confirm acts[].event acts[].form.fields{} acts[].form.values.commentFrom? acts[].form.values.commentOn?
      acts[].form.values.commentText? acts[].needs[] acts[].refused? acts[].stays acts[].style acts[].title
      facts[comments][].commentFrom`,
    '404 case.missing': 'coop.operator other.operator',
    '403 permission.missing': 'security auditor',
  },
  'history of an opinion': {
    everyone: `
      [].actor.accountId [].actor.name [].actor.post [].at [].changes[].field [].changes[].title [].changes[area]
      [].changes[commentOn]? [].changes[commentText]? [].changes[comments][].commentOn [].changes[comments][].commentText
      [].changes[coopUnitIds][] [].changes[directions] [].changes[division] [].changes[expectedResult]
      [].changes[importNote]? [].changes[keyTargets][].date [].changes[keyTargets][].target [].changes[kind]
      [].changes[leadUnitId] [].changes[leadUnitsPrinted] [].changes[leaderInCharge] [].changes[measures]
      [].changes[opinionNo] [].changes[planContent] [].changes[problems] [].changes[source] [].changes[steps][].content
      [].changes[steps][].date [].changes[targetNoticeLink] [].changes[targetNoticeMedium] [].changes[targetNoticeOn]
      [].changes[text] [].changes[year] [].changes[yearsRepeated]? [].event [].fromPaths[] [].from[] [].kind [].opinion?
      [].reason? [].seq [].title [].toPaths[] [].to[] [].unit.code [].unit.name [].unit.nameEn [].unit.unitId`,
    officer: '[].changes[commentFrom]? [].changes[comments][].commentFrom',
    '404 case.missing': 'coop.operator other.operator',
    '403 permission.missing': 'security auditor',
  },
  'list of opinions': {
    everyone: 'nextCursor? total',
    'coop.operator other.operator': 'rows? states?',
    'operator leader officer director leadership administrator': `
      rows[].columns.area rows[].columns.hotspot? rows[].columns.kind rows[].columns.opinionNo rows[].due.at
      rows[].due.level rows[].due.provisional rows[].due.workingDaysLeft rows[].endedAt? rows[].ending? rows[].instanceId
      rows[].startedAt rows[].states[].path rows[].states[].title rows[].status rows[].tenant? rows[].title rows[].unit.code
      rows[].unit.name rows[].unit.nameEn rows[].unit.unitId rows[].workflow states[].count states[].path states[].title`,
    '403 permission.missing': 'security auditor',
  },
  inbox: {
    everyone: 'counts.done counts.near counts.overdue counts.started counts.todo nextCursor?',
    'operator leader coop.operator other.operator director leadership administrator security auditor':
      'facets.states? facets.workflows? rows?',
    officer: `
      facets.states[].count facets.states[].state facets.states[].title facets.states[].workflow facets.workflows[].count
      facets.workflows[].title facets.workflows[].workflow rows[].ask rows[].bulk[].event rows[].bulk[].needs?
      rows[].bulk[].style rows[].bulk[].title rows[].doneAt? rows[].due.at rows[].due.level rows[].due.provisional
      rows[].due.workingDaysLeft rows[].instanceId rows[].openedAt rows[].outcome? rows[].revision rows[].standing?
      rows[].state rows[].stateTitle rows[].taskId rows[].title rows[].unit.code rows[].unit.name rows[].unit.nameEn
      rows[].unit.unitId rows[].workflow rows[].workflowTitle`,
  },
  session: {
    everyone: `
      account accountId duty? method name permissions[] posts[].post posts[].title posts[].unit.code posts[].unit.name
      posts[].unit.nameEn posts[].unit.unitId sample tenant.code tenant.name tenantsBelow?`,
  },
  accounts: {
    everyone: `
      nextCursor? rows[].account rows[].accountId rows[].email rows[].isDisabled rows[].isSystem rows[].name rows[].posts[].post
      rows[].posts[].title rows[].posts[].unit.code rows[].posts[].unit.name rows[].posts[].unit.nameEn
      rows[].posts[].unit.unitId`,
    '403 permission.missing': 'operator leader coop.operator other.operator officer director leadership',
  },
  account: {
    everyone: `
      account accountId email holdings[].from holdings[].holdingId holdings[].post holdings[].title holdings[].unit.code
      holdings[].unit.name holdings[].unit.nameEn holdings[].unit.unitId holdings[].until? holdings[].when isDisabled isSystem name
      posts[].post posts[].title posts[].unit.code posts[].unit.name posts[].unit.nameEn posts[].unit.unitId proposals? token?`,
    '403 permission.missing': 'operator leader coop.operator other.operator officer director leadership',
  },
  'rights in a unit': {
    everyone: `
      about.kind about.title above.posts? above.tenants? at rows[].account rows[].accountId rows[].isDisabled rows[].name rows[].rights[].permission
      rows[].rights[].scope rows[].why.grant? rows[].why.kind rows[].why.post rows[].why.since rows[].why.title
      rows[].why.unit.code rows[].why.unit.name rows[].why.unit.nameEn rows[].why.unit.unitId rows[].why.until?`,
    '403 permission.missing': 'operator leader coop.operator other.operator officer leadership',
  },
  'rights of an account': {
    everyone: `
      about.kind about.title above.posts? above.tenants? at rows[].account rows[].accountId rows[].isDisabled rows[].name rows[].rights[].permission
      rows[].rights[].scope rows[].why.grant? rows[].why.kind rows[].why.post rows[].why.since rows[].why.title
      rows[].why.unit.code rows[].why.unit.name rows[].why.unit.nameEn rows[].why.unit.unitId rows[].why.until?`,
    '403 permission.missing': 'operator leader coop.operator other.operator officer leadership',
  },
  'rights in a case': {
    everyone: `
      about.kind about.title above.posts? above.tenants? at rows[].account rows[].accountId rows[].isDisabled rows[].name rows[].rights[].permission
      rows[].rights[].scope rows[].why.grant? rows[].why.isOpen rows[].why.kind rows[].why.post rows[].why.since
      rows[].why.state rows[].why.title rows[].why.unit.code rows[].why.unit.name rows[].why.unit.nameEn
      rows[].why.unit.unitId rows[].why.until?`,
    '403 permission.missing': 'operator leader coop.operator other.operator officer leadership',
  },
};
