using System.Text.RegularExpressions;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>What a template may be, and how its texts are filled in.</summary>
public static partial class TemplateRules
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int NameLengthMax = 100;

    /// <summary>The longest subject.</summary>
    public const int SubjectLengthMax = 200;

    /// <summary>The longest text.</summary>
    public const int BodyLengthMax = 8000;

    /// <summary>The most steps of a template, and the most touches that one enrolment may become.</summary>
    public const int StepsMax = 60;

    /// <summary>The latest day of a step, and the longest cool-down.</summary>
    public const int DaysMax = 365;

    /// <summary>The most working hours to react in.</summary>
    public const int WorkingHoursMax = 40;

    private static readonly string[] Known = ["contact", "account", "rep"];

    /// <summary>Null when it can be used, else every field at fault and its fix.</summary>
    public static Refusal? WhyNot(string name, CadenceKind kind, int coolDownDays, IReadOnlyList<CadenceStep> steps)
    {
        var wrong = new List<FieldViolation>();
        void When(bool fault, string field, string fix)
        {
            if (fault)
            {
                wrong.Add(new(field, fix));
            }
        }

        When(name.Trim().Length is 0 or > NameLengthMax, "name", $"must have 1 to {NameLengthMax} characters.");
        When(!Enum.IsDefined(kind), "kind", "is unknown; choose outbound, inbound, post-quote, renewal or custom.");
        When(coolDownDays is < 0 or > DaysMax, "cool_down_days", $"is {coolDownDays}; 0 to {DaysMax} is allowed.");
        When(steps.Count is 0 or > StepsMax, "steps", $"has {steps.Count} entries; 1 to {StepsMax} are allowed.");
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, at) = (steps[i], $"steps[{i}]");
            When(!Enum.IsDefined(step.Channel), $"{at}.channel", "is unknown; choose email, call, message or meeting.");
            When(step.Timing == StepTiming.Day && step.Offset is < 1 or > DaysMax, $"{at}.day", $"is {step.Offset}; day 1 is the start, day {DaysMax} the latest.");
            When(step.Timing == StepTiming.BeforeAnchor && step.Offset is < 1 or > DaysMax * 24, $"{at}.hours_before_anchor", $"is {step.Offset}; 1 to {DaysMax * 24} hours are allowed.");
            When(step.WorkingHours is < 0 or > WorkingHoursMax, $"{at}.working_hours", $"is {step.WorkingHours}; 0 (the same day) to {WorkingHoursMax} is allowed.");
            When(step.Subject.Trim().Length is 0 or > SubjectLengthMax || step.Subject.Any(char.IsControl), $"{at}.subject", $"must be one line of 1 to {SubjectLengthMax} characters.");
            When(step.Body.Length > BodyLengthMax, $"{at}.body", $"is {step.Body.Length} characters long; at most {BodyLengthMax} are allowed.");
            When(step.Channel == Channel.Email && step.Body.Trim().Length == 0, $"{at}.body", "is missing: an e-mail needs a text.");
            foreach (var (field, text) in new[] { ("subject", step.Subject), ("body", step.Body) })
            {
                var strange = Placeholder().Matches(text).Select(m => m.Groups[1].Value).FirstOrDefault(p => !Known.Contains(p));
                When(strange is not null, $"{at}.{field}", $"holds {{{strange}}}, which nothing fills in; use {{contact}}, {{account}} or {{rep}}.");
            }
        }

        for (var i = 1; i < steps.Count; i++)
        {
            var (before, step) = (steps[i - 1], steps[i]);
            var falls = before.Timing == step.Timing && step.Timing switch
            {
                StepTiming.Day => step.Offset <= before.Offset,
                StepTiming.BeforeAnchor => step.Offset >= before.Offset,
                _ => true,
            };
            When(falls || step.Timing < before.Timing, $"steps[{i}]", "does not come after the step before it: order steps by day, then by falling hours before the anchor, then at most one daily step.");
        }

        return wrong.Count == 0 ? null : Refusal.InvalidFields([.. wrong]);
    }

    /// <summary>Fills placeholders in, all at once: a contact who is named "{rep}" stays so.</summary>
    public static string Fill(string text, string contact, string account, string rep) => Placeholder().Replace(text, m => m.Groups[1].Value switch
    {
        "contact" => contact,
        "account" => account,
        "rep" => rep,
        _ => m.Value,
    });

    [GeneratedRegex(@"\{([A-Za-z_]+)\}")]
    private static partial Regex Placeholder();
}
