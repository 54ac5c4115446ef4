using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Acceptance;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Fiat;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;

var desk = DeskService.CreateBuilder(args, QuotingDb.SchemaName);
desk.AddJournal<QuotingDb>().AddRevocations<QuotingDb>();
desk.AddPeers().AddRules().AddQuotes().AddDocuments().AddMatching().AddCustomers().AddFiat();
return await desk.Build().RunAsync();
