using System.Globalization;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Payouts;
using CoretimeDesk.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>Gives the service statements and disputes.</summary>
public static class StatementsHosting
{
    private const double SweepSecondsUsual = 60;
    private const double SettleHoursUsual = 24;
    // Business day 4 may be the 4th of a month.
    private const double SettleHoursMost = 72;

    /// <summary>Call it after <c>AddPlans</c>. Settings: <c>Commissions:SweepSeconds</c> (60; 0 for never), <c>Commissions:SettleHours</c> (24), and in development <c>Commissions:CalendarFile</c>.</summary>
    /// <exception cref="InvalidOperationException">A setting is no number, or out of range.</exception>
    public static DeskServiceBuilder AddStatements(this DeskServiceBuilder desk)
    {
        var seconds = Number(desk.Configuration, "SweepSeconds", SweepSecondsUsual, 86_400);
        desk.Services.AddSingleton(new ClosingSettings(TimeSpan.FromSeconds(seconds), TimeSpan.FromHours(Number(desk.Configuration, "SettleHours", SettleHoursUsual, SettleHoursMost))));
        desk.Services.AddSingleton<StatementCloser>();
        desk.Services.AddSingleton<BaseTeller>();
        desk.Services.AddSingleton<StatementsDesk>();
        desk.Services.AddSingleton<DisputesDesk>();
        if (seconds > 0)
        {
            desk.Services.AddHostedService(provider => provider.GetRequiredService<StatementCloser>());
            desk.Services.AddHostedService(provider => provider.GetRequiredService<BaseTeller>());
            desk.Services.AddHostedService(provider => provider.GetRequiredService<PayoutConfirmer>());
        }

        return desk.AddCalendar().AddGrpcService<StatementsGrpcService>();
    }

    private static double Number(ConfigurationManager configuration, string name, double usual, double most) =>
        configuration[$"Commissions:{name}"] is not { Length: > 0 } text ? usual
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var set) && set >= 0 && set <= most ? set
            : throw new InvalidOperationException($"Commissions:{name} is \"{text}\"; give a number from 0 to {most}.");
}
