using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Facts;
using CoretimeDesk.CreditGrants.Grants;
using CoretimeDesk.CreditGrants.Parties;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.CreditGrants.Reports;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;

var desk = DeskService.CreateBuilder(args, CreditGrantsDb.SchemaName);
desk.AddJournal<CreditGrantsDb>().AddRevocations<CreditGrantsDb>();
desk.AddPeers().AddBudgets().AddParties().AddGrants().AddFacts().AddReports();
return await desk.Build().RunAsync();
