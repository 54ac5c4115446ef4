using System.Globalization;

namespace CoretimeDesk.Leads.Assessments;

/// <summary>What an assessment's digest covers besides its form.</summary>
/// <param name="Number">"T-2026-000003".</param>
/// <param name="Revision">1, 2, 3…</param>
/// <param name="AccountId">The account when it was written; a merge later does not change it.</param>
/// <param name="LeadId">The lead, or null for the account as a whole.</param>
/// <param name="WrittenById">Who wrote it.</param>
/// <param name="WrittenAt">When, UTC, whole microseconds.</param>
/// <param name="ValidUntil">Until when it counts.</param>
/// <param name="AttachmentDigests">SHA-256 of each attached file, 64 hexadecimal digits in lower case, in any order.</param>
public sealed record AssessmentFrame(
    string Number, int Revision, Guid AccountId, Guid? LeadId, Guid WrittenById, DateTimeOffset WrittenAt, DateTimeOffset ValidUntil, IReadOnlyList<string> AttachmentDigests);

/// <summary>
/// The one text that an assessment is hashed as: JSON on one line with fixed members in a fixed order, no blanks, and escapes only where JSON demands
/// them. Written by hand, so that no library's taste in escaping can change a digest. Described in docs/assessments.md.
/// </summary>
public static class AssessmentDigest
{
    /// <summary>The canonical text.</summary>
    public static string Canonical(AssessmentFrame frame, AssessmentForm form)
    {
        return new CanonicalJson().BeginObject()
            .Number("v", 1)
            .Text("number", frame.Number)
            .Number("revision", frame.Revision)
            .Text("account", frame.AccountId.ToString("D"))
            .Text("lead", frame.LeadId?.ToString("D") ?? "")
            .Text("written_by", frame.WrittenById.ToString("D"))
            .Instant("written_at", frame.WrittenAt)
            .Instant("valid_until", frame.ValidUntil)
            .Number("core_periods", form.CorePeriods)
            .Number("regions", form.Regions)
            .Text("starts_on", Day(form.StartsOn))
            .Text("ends_on", Day(form.EndsOn))
            .Text("supply", form.Supply == ProductLine.Bulk ? "bulk" : "on-demand")
            .Number("cores", form.Cores)
            .Name("elastic_scaling").Value(form.ElasticScaling)
            .Number("blocks_per_day", checked((long)form.BlocksPerDay))
            .Text("workload", form.Workload)
            .Text("runtime_stack", form.RuntimeStack)
            .Text("migration", form.Migration)
            .List("risks", form.Risks)
            .Text("verdict", form.Verdict switch { Verdict.Fit => "fit", Verdict.FitWithConditions => "fit-with-conditions", _ => "no-fit" })
            .List("conditions", form.Conditions)

            // A set: the order in which files were named says nothing.
            .List("attachments", frame.AttachmentDigests.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            .EndObject().ToString();
    }

    /// <summary>SHA-256 of the UTF-8 bytes of a canonical text: 64 hexadecimal digits in lower case.</summary>
    public static string Of(string canonical) => CanonicalJson.Digest(canonical);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
