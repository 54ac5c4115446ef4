using System.Globalization;
using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Grpc;
using CoretimeDesk.Leads.Merging;
using CoretimeDesk.Leads.Sending;
using CoretimeDesk.Leads.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>Gives the service cadences, tasks and sending.</summary>
public static class CadencesHosting
{
    private const double RunSecondsUsual = 15;

    /// <summary>
    /// Call it after <c>AddActivities</c>. <c>Cadences:RunSeconds</c> says how often touches are looked at, 0 never;
    /// <c>Cadences:SendFrom</c> and <c>Cadences:SendTo</c> between which times of a contact's day they may be made.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and the fix.</exception>
    public static DeskServiceBuilder AddCadences(this DeskServiceBuilder desk)
    {
        var seconds = desk.Configuration["Cadences:RunSeconds"] is { Length: > 0 } text
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var set) && set >= 0
                ? set
                : throw new InvalidOperationException($"Cadences:RunSeconds is \"{text}\"; give a number of seconds, or 0 for never.")
            : RunSecondsUsual;
        var hours = QuietHours.Usual with { From = Time(desk, "Cadences:SendFrom", QuietHours.Usual.From), To = Time(desk, "Cadences:SendTo", QuietHours.Usual.To) };
        if (hours.To <= hours.From)
        {
            throw new InvalidOperationException("Cadences:SendTo must be later than Cadences:SendFrom, on the same day.");
        }

        desk.Services.AddSingleton(new CadenceSettings(hours, TimeSpan.FromSeconds(seconds)));
        desk.Services.AddSingleton<IDatabaseMigration, CadenceSeed>();
        desk.Services.AddSingleton<IReactsToActivity, CadenceReactions>();
        desk.Services.AddSingleton<IFollowsAccount, TasksFollowAccounts>();
        desk.Services.AddSingleton<TemplateDesk>();
        desk.Services.AddSingleton<CadenceDesk>();
        desk.Services.AddSingleton<TaskDesk>();
        desk.Services.AddSingleton<TouchMaker>();
        desk.Services.AddSingleton<CadenceRunner>();
        if (SmtpSettings.Read(desk.Configuration) is { } smtp)
        {
            desk.Services.AddSingleton(smtp);
            desk.Services.TryAddSingleton<IMailSender, SmtpMailSender>();
        }
        else
        {
            desk.Services.TryAddSingleton<IMailSender, NoMail>();
        }

        if (seconds > 0)
        {
            desk.Services.AddHostedService(provider => provider.GetRequiredService<CadenceRunner>());
        }

        return desk.AddGrpcService<CadencesGrpcService>().AddGrpcService<TasksGrpcService>();
    }

    private static TimeOnly Time(DeskServiceBuilder desk, string name, TimeOnly usual) => desk.Configuration[name] is not { Length: > 0 } text ? usual
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : throw new InvalidOperationException($"{name} is \"{text}\"; write a time of day such as 08:00.");
}
