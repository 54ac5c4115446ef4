using CoretimeDesk.Commissions.Corrections;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Deals;
using CoretimeDesk.Commissions.Estimates;
using CoretimeDesk.Commissions.Payouts;
using CoretimeDesk.Commissions.Peers;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.Treasury;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;

var desk = DeskService.CreateBuilder(args, CommissionsDb.SchemaName);
desk.AddJournal<CommissionsDb>().AddRevocations<CommissionsDb>();
desk.AddPeers().AddPlans().AddObservations().AddDeals().AddEstimates().AddStatements().AddPayouts().AddCorrections().AddTreasury();
return await desk.Build().RunAsync();
