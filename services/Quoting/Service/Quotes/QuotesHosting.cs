using System.Globalization;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Grpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Gives the service quotes and approvals.</summary>
public static class QuotesHosting
{
    private const string Leads = "leads";
    private const double SweepSecondsUsual = 15;

    /// <summary>
    /// Call it after <c>AddJournal</c> and <c>AddRules</c>. Settings: <c>Quoting:StaleSeconds</c> (120), <c>Quoting:Recorded</c> (false),
    /// <c>Quoting:SweepSeconds</c> (15; 0 for never).
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is no number, or out of range.</exception>
    public static DeskServiceBuilder AddQuotes(this DeskServiceBuilder desk)
    {
        desk.SubscriptionsOf<QuotingDb>().To(Leads, Ordering.AnyOrder)
            .On<SizeReviewOpened, SizeReviewHandlers>(Leads)
            .On<SizeReviewClosed, SizeReviewHandlers>(Leads);
        var usual = new PricingSettings();
        desk.Services.AddSingleton(new PricingSettings
        {
            StaleAfter = TimeSpan.FromSeconds(Number(desk.Configuration, "StaleSeconds", usual.StaleAfter.TotalSeconds, 1, 86_400)),
            Recorded = desk.Configuration.GetValue("Quoting:Recorded", usual.Recorded),
        });
        desk.Services.AddSingleton<QuoteBook>();
        desk.Services.AddSingleton<QuoteDesk>();
        desk.Services.AddSingleton<QuoteList>();
        desk.Services.AddSingleton<EstimateDesk>();
        desk.Services.AddSingleton<ApprovalDesk>();
        desk.Services.AddSingleton<ApprovalInbox>();
        desk.Services.AddSingleton<DelegationBook>();

        var seconds = Number(desk.Configuration, "SweepSeconds", SweepSecondsUsual, 0, 86_400);
        desk.Services.AddSingleton(new QuoteSweepSettings(TimeSpan.FromSeconds(seconds)));
        desk.Services.AddSingleton<QuoteSweeper>();
        if (seconds > 0)
        {
            desk.Services.AddHostedService(provider => provider.GetRequiredService<QuoteSweeper>());
        }

        return desk.AddGrpcService<QuotesGrpcService>().AddGrpcService<ApprovalsGrpcService>();
    }

    private static double Number(ConfigurationManager configuration, string name, double usual, double least, double most) =>
        configuration[$"Quoting:{name}"] is not { Length: > 0 } text ? usual
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var set) && set >= least && set <= most ? set
            : throw new InvalidOperationException($"Quoting:{name} is \"{text}\"; give a number from {least} to {most}.");
}
