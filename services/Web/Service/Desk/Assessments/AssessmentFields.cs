using System.Globalization;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Assessments;

/// <summary>What stands in the fields of the form. Nothing is judged here: the customer service says what is wrong with it.</summary>
public sealed class AssessmentFields
{
    public int? CorePeriods { get; set; }

    public int? Regions { get; set; }

    public DateOnly? StartsOn { get; set; }

    public DateOnly? EndsOn { get; set; }

    public ProductLine Supply { get; set; } = ProductLine.Bulk;

    public int? Cores { get; set; }

    public bool ElasticScaling { get; set; }

    public long? BlocksPerDay { get; set; }

    public string Workload { get; set; } = "";

    public string RuntimeStack { get; set; } = "";

    public string Migration { get; set; } = "";

    /// <summary>One in a line.</summary>
    public string Risks { get; set; } = "";

    /// <summary>One in a line.</summary>
    public string Conditions { get; set; } = "";

    public Verdict Verdict { get; set; }

    public int? ValidDays { get; set; }

    /// <summary>Files of the account that belong to it.</summary>
    public List<string> Files { get; } = [];

    /// <summary>The version that it goes on with; empty for a new one.</summary>
    public string Revises { get; set; } = "";

    /// <summary>What the fields hold when a draft is opened.</summary>
    public static AssessmentFields Of(AssessmentDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var fields = Of(draft.Form ?? new());
        (fields.ValidDays, fields.Revises) = (draft.ValidDays == 0 ? null : draft.ValidDays, draft.Revises);
        fields.Files.AddRange(draft.AttachmentIds);
        return fields;
    }

    /// <summary>The next version of an assessment begins with what the last one says, but for its verdict: that is to be thought of anew.</summary>
    public static AssessmentFields After(Assessment last)
    {
        ArgumentNullException.ThrowIfNull(last);
        var fields = Of(last.Form);
        (fields.Revises, fields.Verdict) = (last.AssessmentId, Verdict.Unspecified);
        fields.Files.AddRange(last.Attachments.Select(a => a.AttachmentId));
        return fields;
    }

    public AssessmentDraft ToDraft() => new()
    {
        Form = new()
        {
            CorePeriods = Count(CorePeriods), Regions = Count(Regions), StartsOn = Iso(StartsOn), EndsOn = Iso(EndsOn), Supply = Supply, Cores = Count(Cores), ElasticScaling = ElasticScaling,
            BlocksPerDay = BlocksPerDay is > 0 ? (ulong)BlocksPerDay : 0, Workload = Workload, RuntimeStack = RuntimeStack, Migration = Migration, Risks = { Lines(Risks) }, Verdict = Verdict,
            Conditions = { Lines(Conditions) },
        },
        Revises = Revises,
        AttachmentIds = { Files },
        ValidDays = ValidDays is > 0 ? ValidDays.Value : 0,
    };

    public WriteAssessmentRequest ToRequest(string accountId, string requestId)
    {
        var draft = ToDraft();
        return new()
        {
            RequestId = requestId, AccountId = draft.Revises.Length > 0 ? "" : accountId, Revises = draft.Revises, Form = draft.Form, AttachmentIds = { draft.AttachmentIds }, ValidDays = draft.ValidDays,
        };
    }

    /// <summary>What would be submitted, in one sentence.</summary>
    public string Summary => $"{AssessmentWords.Need(ToDraft().Form)}: {AssessmentWords.Verdict(Verdict)}. It counts for {Words.Count(ValidDays is > 0 ? ValidDays.Value : 90, "day")}.";

    private static AssessmentFields Of(AssessmentForm form) => new()
    {
        CorePeriods = Number(form.CorePeriods), Regions = Number(form.Regions), StartsOn = Day(form.StartsOn), EndsOn = Day(form.EndsOn),
        Supply = form.Supply == ProductLine.Unspecified ? ProductLine.Bulk : form.Supply, Cores = Number(form.Cores), ElasticScaling = form.ElasticScaling,
        BlocksPerDay = form.BlocksPerDay is 0 or > long.MaxValue ? null : (long)form.BlocksPerDay, Workload = form.Workload, RuntimeStack = form.RuntimeStack, Migration = form.Migration,
        Risks = string.Join('\n', form.Risks), Conditions = string.Join('\n', form.Conditions), Verdict = form.Verdict,
    };

    private static uint Count(int? number) => number is > 0 ? (uint)number : 0;

    private static int? Number(uint number) => number is 0 or > int.MaxValue ? null : (int)number;

    private static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static DateOnly? Day(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : null;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
