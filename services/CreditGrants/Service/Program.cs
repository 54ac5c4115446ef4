using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;

var desk = DeskService.CreateBuilder(args, CreditGrantsDb.SchemaName);
desk.AddJournal<CreditGrantsDb>().AddRevocations<CreditGrantsDb>();
desk.AddBudgets();
return await desk.Build().RunAsync();
