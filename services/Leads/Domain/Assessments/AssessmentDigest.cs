using System.Globalization;
using System.Security.Cryptography;
using System.Text;

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
        var text = new StringBuilder();
        text.Append("{\"v\":1");
        Text("number", frame.Number);
        Number("revision", frame.Revision);
        Text("account", frame.AccountId.ToString("D"));
        Text("lead", frame.LeadId?.ToString("D") ?? "");
        Text("written_by", frame.WrittenById.ToString("D"));
        Text("written_at", Instant(frame.WrittenAt));
        Text("valid_until", Instant(frame.ValidUntil));
        Number("core_periods", form.CorePeriods);
        Number("regions", form.Regions);
        Text("starts_on", Day(form.StartsOn));
        Text("ends_on", Day(form.EndsOn));
        Text("supply", form.Supply == ProductLine.Bulk ? "bulk" : "on-demand");
        Number("cores", form.Cores);
        Raw("elastic_scaling", form.ElasticScaling ? "true" : "false");
        Raw("blocks_per_day", form.BlocksPerDay.ToString(CultureInfo.InvariantCulture));
        Text("workload", form.Workload);
        Text("runtime_stack", form.RuntimeStack);
        Text("migration", form.Migration);
        List("risks", form.Risks);
        Text("verdict", form.Verdict switch { Verdict.Fit => "fit", Verdict.FitWithConditions => "fit-with-conditions", _ => "no-fit" });
        List("conditions", form.Conditions);

        // A set: the order in which files were named says nothing.
        List("attachments", [.. frame.AttachmentDigests.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        return text.Append('}').ToString();

        void Name(string name) => text.Append(",\"").Append(name).Append("\":");
        void Raw(string name, string value)
        {
            Name(name);
            text.Append(value);
        }

        void Number(string name, long value) => Raw(name, value.ToString(CultureInfo.InvariantCulture));
        void Text(string name, string value)
        {
            Name(name);
            Quote(text, value);
        }

        void List(string name, IReadOnlyList<string> values)
        {
            Name(name);
            text.Append('[');
            for (var i = 0; i < values.Count; i++)
            {
                Quote(i == 0 ? text : text.Append(','), values[i]);
            }

            text.Append(']');
        }
    }

    /// <summary>SHA-256 of the UTF-8 bytes of a canonical text: 64 hexadecimal digits in lower case.</summary>
    public static string Of(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case < ' ':
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
