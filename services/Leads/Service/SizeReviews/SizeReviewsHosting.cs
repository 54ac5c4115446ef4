using System.Globalization;
using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Grpc;
using CoretimeDesk.Leads.Merging;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>Gives the service the verification of stated sizes.</summary>
public static class SizeReviewsHosting
{
    private const double SweepSecondsUsual = 600;

    /// <summary>Call it after <c>AddActivities</c>. <c>SizeReviews:SweepSeconds</c> says how often the clock is looked at; 0 never.</summary>
    /// <exception cref="InvalidOperationException">The setting is no number.</exception>
    public static DeskServiceBuilder AddSizeReviews(this DeskServiceBuilder desk)
    {
        var seconds = desk.Configuration["SizeReviews:SweepSeconds"] is { Length: > 0 } text
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var set) && set >= 0
                ? set
                : throw new InvalidOperationException($"SizeReviews:SweepSeconds is \"{text}\"; give a number of seconds, or 0 for never.")
            : SweepSecondsUsual;
        desk.Services.AddSingleton(new SizeSweepSettings(TimeSpan.FromSeconds(seconds)));
        desk.Services.AddSingleton<SizeReviewDesk>();
        desk.Services.AddSingleton<SizeReviewList>();
        desk.Services.AddSingleton<IFollowsAccount, CoreUsesFollowAccounts>();
        desk.Services.AddSingleton<IFollowsAccount, OnDemandUsesFollowAccounts>();
        desk.Services.AddSingleton<IFollowsAccount, SizeReviewsFollowAccounts>();
        desk.Services.AddSingleton<SizeSweeper>();
        if (seconds > 0)
        {
            desk.Services.AddHostedService(provider => provider.GetRequiredService<SizeSweeper>());
        }

        return desk.AddGrpcService<SizeReviewsGrpcService>();
    }
}
