using System.Globalization;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Assessments;

using Outcome = CoretimeDesk.Leads.V1.Verdict;

/// <summary>Assessments in words: coretime and dates, no prices.</summary>
public static class AssessmentWords
{
    public static string Verdict(Outcome verdict) => verdict switch
    {
        Outcome.Fit => "fit",
        Outcome.FitWithConditions => "fit with conditions",
        Outcome.NoFit => "no fit",
        _ => "no verdict yet",
    };

    public static StKind Mark(Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return !assessment.Current ? StKind.NotBegun : assessment.Form.Verdict switch { Outcome.Fit => StKind.Done, Outcome.FitWithConditions => StKind.Waiting, _ => StKind.Stopped };
    }

    /// <summary>Whether it counts, and if not, why.</summary>
    public static string Standing(Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return assessment.WithdrawnAt is { } at ? $"withdrawn {Words.At(at)} by {assessment.WithdrawnBy}: {assessment.WithdrawnReason}"
            : assessment.Superseded ? "there is a newer version"
            : assessment.Current ? $"counts until {Words.At(assessment.ValidUntil)}"
            : $"counted until {Words.At(assessment.ValidUntil)}";
    }

    /// <summary>"13 core-periods, 13 regions, 5 Jan 2027 to 31 Dec 2027".</summary>
    public static string Need(AssessmentForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var supply = form.Supply == ProductLine.OnDemand ? "on demand" : Words.Count(form.Regions, "region");
        return $"{Words.Count(form.CorePeriods, "core-period")}, {supply}, {Day(form.StartsOn)} to {Day(form.EndsOn)}";
    }

    /// <summary>"5 Jan 2027" of "2027-01-05"; a dash for no day.</summary>
    public static string Day(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on.ToString("d MMM yyyy", CultureInfo.InvariantCulture) : day.Length > 0 ? day : "–";

    /// <summary>"128 KiB".</summary>
    public static string Size(long bytes) => bytes < 1024 ? Words.Count(bytes, "byte")
        : bytes < 1024 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.#} MiB");
}
