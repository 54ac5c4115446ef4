using System.Globalization;
using CoretimeDesk.Leads.Attachments;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Assessments;

/// <summary>Between the wire and the domain. The enums share their numbers; a test holds them together.</summary>
internal static class AssessmentMessages
{
    /// <summary>Dates must have been checked; texts lose blanks around them.</summary>
    public static AssessmentForm ToDomain(this V1.AssessmentForm form) => new()
    {
        CorePeriods = form.CorePeriods,
        Regions = form.Regions,
        StartsOn = RegistrationMessages.DateOrNull(form.StartsOn)!.Value,
        EndsOn = RegistrationMessages.DateOrNull(form.EndsOn)!.Value,
        Supply = (ProductLine)form.Supply,
        Cores = form.Cores,
        ElasticScaling = form.ElasticScaling,
        BlocksPerDay = form.BlocksPerDay,
        Workload = form.Workload.Trim(),
        RuntimeStack = form.RuntimeStack.Trim(),
        Migration = form.Migration.Trim(),
        Risks = [.. form.Risks.Select(r => r.Trim())],
        Verdict = (Verdict)form.Verdict,
        Conditions = [.. form.Conditions.Select(c => c.Trim())],
    };

    /// <summary>The row's account and files must be loaded.</summary>
    public static Assessment ToMessage(this AssessmentRow row, bool superseded, DateTimeOffset now) => new()
    {
        AssessmentId = row.Id.ToString(),
        Number = row.Number,
        Revision = row.Revision,
        AccountId = row.AccountId.ToString(),
        AccountNumber = row.Account!.Number,
        AccountName = row.Account.Name,
        LeadId = row.LeadId?.ToString() ?? "",
        Form = row.ToForm().ToMessage(),
        Attachments = { row.Attachments.OrderBy(a => a.Attachment!.FileName, StringComparer.Ordinal).ThenBy(a => a.AttachmentId).Select(a => a.Attachment!.ToMessage()) },
        Sha256 = row.Sha256,
        Canonical = row.Canonical,
        WrittenById = row.WrittenById.ToString(),
        WrittenBy = row.WrittenBy,
        WrittenAt = row.WrittenAt.ToTimestamp(),
        ValidUntil = row.ValidUntil.ToTimestamp(),
        Superseded = superseded,
        WithdrawnAt = row.WithdrawnAt?.ToTimestamp(),
        WithdrawnBy = row.WithdrawnBy ?? "",
        WithdrawnReason = row.WithdrawnReason ?? "",
        Current = row.ToVersion(superseded).CountsAt(now),
    };

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static V1.AssessmentForm ToMessage(this AssessmentForm form) => new()
    {
        CorePeriods = form.CorePeriods,
        Regions = form.Regions,
        StartsOn = Iso(form.StartsOn),
        EndsOn = Iso(form.EndsOn),
        Supply = (V1.ProductLine)form.Supply,
        Cores = form.Cores,
        ElasticScaling = form.ElasticScaling,
        BlocksPerDay = form.BlocksPerDay,
        Workload = form.Workload,
        RuntimeStack = form.RuntimeStack,
        Migration = form.Migration,
        Risks = { form.Risks },
        Verdict = (V1.Verdict)form.Verdict,
        Conditions = { form.Conditions },
    };
}
