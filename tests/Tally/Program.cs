using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Tally;

// A consumer for tests and benchmarks: it notes every event of Leads that takes effect, and nothing stops it from noting
// one twice but the inbox.
var desk = DeskService.CreateBuilder(args, TallyDb.SchemaName);
desk.AddJournal<TallyDb>(topics => topics
    .To("leads", Ordering.PerAggregate)
    .On<AccountCreated, Noting>("leads")
    .On<LeadOpened, Noting>("leads")
    .On<LeadClaimed, Noting>("leads"));
desk.Services.AddSingleton<IDatabaseMigration, TallyTables>();
return await desk.Build().RunAsync();
