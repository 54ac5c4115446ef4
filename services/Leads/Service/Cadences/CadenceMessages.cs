using System.Globalization;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>Between cadences and the wire. The enums share their numbers.</summary>
internal static class CadenceMessages
{
    public static V1.CadenceTemplate ToMessage(this CadenceTemplate template) => new()
    {
        TemplateId = template.Id.ToString(),
        Number = template.Number,
        Name = template.Name,
        Kind = (V1.CadenceKind)template.Kind,
        CoolDownDays = template.CoolDownDays,
        Steps = { template.Steps.Select(ToMessage) },
    };

    public static CadenceStep ToDomain(this TemplateStep step) => new(
        step.TimeCase switch
        {
            TemplateStep.TimeOneofCase.HoursBeforeAnchor => StepTiming.BeforeAnchor,
            TemplateStep.TimeOneofCase.DailyAfterAnchor => StepTiming.DailyAfterAnchor,
            _ => StepTiming.Day,
        },
        step.TimeCase switch { TemplateStep.TimeOneofCase.Day => step.Day, TemplateStep.TimeOneofCase.HoursBeforeAnchor => step.HoursBeforeAnchor, _ => 0 },
        (Channel)step.Channel,
        step.Subject.Trim(),
        step.Body.Trim(),
        step.WorkingHours);

    /// <summary>Lead, its account and contact must be loaded.</summary>
    public static V1.Enrolment ToMessage(this EnrolmentRow row, string templateName)
    {
        var zone = ContactZone.Of(row.Contact!.TimeZone, row.Contact.Country);
        return new()
        {
            EnrolmentId = row.Id.ToString(),
            TemplateId = row.TemplateId.ToString(),
            TemplateNumber = row.TemplateNumber,
            TemplateName = templateName,
            LeadId = row.LeadId.ToString(),
            LeadNumber = row.Lead!.Number,
            AccountNumber = row.Lead.Account!.Number,
            AccountName = row.Lead.Account.Name,
            ContactId = row.ContactId.ToString(),
            State = (V1.EnrolmentState)row.State,
            Done = row.Next,
            Touches = row.Touches,
            NextAt = row.NextAt?.ToTimestamp(),
            StartedAt = row.StartAt.ToTimestamp(),
            EndedAt = row.EndedAt?.ToTimestamp(),
            End = (EnrolmentEnd)(row.Cause ?? 0),
            Reason = row.Reason,
            TimeZone = zone.Zone.Id,
            TimeZoneSource = zone.Source.ToWord(),
            Version = row.Version,
        };
    }

    public static PlannedTouch ToMessage(this Touch touch, int index, CadenceStep step, Slot slot, TimeZoneInfo zone) => new()
    {
        Number = index + 1,
        Channel = (CadenceChannel)step.Channel,
        Subject = step.Subject,
        PlannedAt = slot.Planned.ToTimestamp(),
        At = touch.At.ToTimestamp(),
        LocalTime = LocalTime(zone, touch.At),
        Shifts = { Words(touch.Why) },
        Skipped = touch.Skipped,
    };

    public static string LocalTime(TimeZoneInfo zone, DateTimeOffset at) => LocalClock.TimeOf(zone, at).ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    public static string ToWord(this ZoneSource source) => source switch { ZoneSource.Contact => "contact", ZoneSource.Country => "country", _ => "utc" };

    private static IEnumerable<string> Words(Shifts why)
    {
        foreach (var (shift, words) in new[]
        {
            (Shifts.QuietHours, "quiet hours"), (Shifts.DayTaken, "touched on that day already"), (Shifts.EarlierTouchWasLate, "the touch before it was late"),
            (Shifts.ClockSkipped, "the clocks skip that time"), (Shifts.ClockRepeated, "the clocks show that time twice"),
        })
        {
            if (why.HasFlag(shift))
            {
                yield return words;
            }
        }
    }

    private static TemplateStep ToMessage(CadenceStep step)
    {
        var message = new TemplateStep { Channel = (CadenceChannel)step.Channel, Subject = step.Subject, Body = step.Body, WorkingHours = step.WorkingHours };
        switch (step.Timing)
        {
            case StepTiming.Day:
                message.Day = step.Offset;
                break;
            case StepTiming.BeforeAnchor:
                message.HoursBeforeAnchor = step.Offset;
                break;
            default:
                message.DailyAfterAnchor = true;
                break;
        }

        return message;
    }
}
