using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.V1;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>Adds reports, and what they need to know of customers' own payments.</summary>
public static class ReportsHosting
{
    private const string Quoting = "quoting";

    /// <summary>Call it after <c>AddJournal</c> and <c>AddBudgets</c>. The gRPC service of the ledger, whose half this answers, is added with its other half.</summary>
    public static DeskServiceBuilder AddReports(this DeskServiceBuilder desk)
    {
        desk.SubscriptionsOf<CreditGrantsDb>().To(Quoting, Ordering.AnyOrder).On<PurchaseJudged, CustomerPaymentHandlers>(Quoting);
        desk.Services.AddSingleton<ReportDesk>();
        return desk;
    }
}
