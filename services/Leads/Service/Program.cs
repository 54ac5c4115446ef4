using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.ChainFacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Importing;
using CoretimeDesk.Leads.PriceWatches;
using CoretimeDesk.Leads.Quotes;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.SizeReviews;

var desk = DeskService.CreateBuilder(args, LeadsDb.SchemaName);
desk.AddJournal<LeadsDb>().AddRevocations<LeadsDb>();
desk.AddAccounts().AddOwnership().AddActivities().AddCadences().AddChainFacts().AddPriceWatches().AddSizeReviews().AddImporting().AddQuotes();
return await desk.Build().RunAsync();
