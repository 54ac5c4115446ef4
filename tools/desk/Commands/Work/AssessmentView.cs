using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>An assessment for people: core-periods, regions and dates first.</summary>
internal static class AssessmentView
{
    public static void Show(Screen screen, Assessment a)
    {
        var f = a.Form;
        screen.Line($"On {Answer.Date(a.WrittenAt)}: {a.Number} version {a.Revision} of {a.AccountNumber} {a.AccountName}{(a.LeadId.Length > 0 ? ", for one lead" : "")}, by {a.WrittenBy}");
        if (a.WithdrawnAt is not null)
        {
            screen.Warn($"Withdrawn on {Answer.Date(a.WithdrawnAt)} by {a.WithdrawnBy}: {a.WithdrawnReason}");
        }
        else if (a.Current)
        {
            screen.Done($"It counts, until {Answer.Date(a.ValidUntil)}.");
        }
        else
        {
            screen.Warn(a.Superseded ? "There is a newer version; this one counts no more." : $"It counts no more; it would have until {Answer.Date(a.ValidUntil)}.");
        }

        screen.Line($"Needs {f.CorePeriods} core-periods of 28 days{(f.Supply == ProductLine.OnDemand ? ", on-demand" : $", in {f.Regions} regions")}, from {f.StartsOn} to {f.EndsOn}");
        screen.Line(f.Supply == ProductLine.OnDemand
            ? $"Makes {f.BlocksPerDay} blocks a day"
            : $"{f.Cores} {(f.Cores == 1 ? "core" : "cores")} at the same time{(f.ElasticScaling ? ", several for one para (elastic scaling)" : "")}; makes {f.BlocksPerDay} blocks a day");
        screen.Line($"Runs: {f.Workload}");
        screen.Line($"Built with: {f.RuntimeStack}");
        screen.Line($"Migration: {(f.Migration.Length > 0 ? f.Migration : "none")}");
        screen.Line($"Verdict: {Answer.Phrase(f.Verdict)}");
        Lines(screen, "Condition", f.Conditions);
        Lines(screen, "Risk", f.Risks);
        foreach (var file in a.Attachments)
        {
            screen.Line($"File of {Answer.Date(file.UploadedAt)}: {file.FileName}, {AttachmentCommands.Size(file.SizeBytes)} ({file.AttachmentId})");
        }

        screen.Note($"Id {a.AssessmentId}{(a.LeadId.Length > 0 ? $", lead {a.LeadId}" : "")}; SHA-256 {a.Sha256}");
    }

    /// <summary>Until when it counts, or why it does not.</summary>
    public static string Until(Assessment a) => a.WithdrawnAt is not null ? $"withdrawn {Answer.Date(a.WithdrawnAt)}"
        : a.Superseded ? "superseded"
        : a.Current ? Answer.Date(a.ValidUntil)
        : $"over since {Answer.Date(a.ValidUntil)}";

    private static void Lines(Screen screen, string what, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            screen.Line($"{what}: {line}");
        }
    }
}
