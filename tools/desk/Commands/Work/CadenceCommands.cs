using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk cadences</c></summary>
internal static class CadenceCommands
{
    private const string Service = RegistrationCommands.Service;
    private static readonly string[] TemplateColumns = ["name", "kind", "version", "touches", "cool-down", "id"];
    private static readonly string[] EnrolmentColumns = ["since", "cadence", "account", "lead", "state", "touches", "next", "ended", "id"];
    private static readonly string[] TouchColumns = ["touch", "when, by the contact's clock", "UTC", "by", "what", "why not as planned"];

    public static Command Make() => new("cadences", "Planned touches of contacts, which stop by themselves when somebody answers.")
    {
        Templates(), CreateTemplate(), Preview(), Enrol(), List(), Pause(), Resume(), Stop(),
    };

    private static Command Templates() => CallCommand.Make(
        Service, "templates", "List cadences that contacts can be enrolled in.", [],
        (r, c, o) => Client(c).ListTemplatesAsync(new(), o),
        (screen, answer) => Answer.Rows(
            screen, answer.Templates, "There is no cadence.", "", TemplateColumns, t => [t.Name, Answer.Word(t.Kind), $"{t.Number}", $"{t.Steps.Count}", $"{t.CoolDownDays} days", t.TemplateId]));

    private static Command CreateTemplate()
    {
        var file = new Argument<FileInfo>("file") { Description = "A CreateTemplateRequest as JSON: name, kind, coolDownDays, steps with day, channel, subject and body." };
        return CallCommand.Make(
            Service, "create-template", "Enter a cadence, or a new version of the one that has its name. Who is in it keeps the old version.", [file],
            (r, c, o) =>
            {
                var request = Read(r.GetValue(file)!);
                request.RequestId = SessionCommands.NewId();
                return Client(c).CreateTemplateAsync(request, o);
            },
            (screen, answer) => screen.Done($"{answer.Template.Name}, version {answer.Template.Number}, {answer.Template.Steps.Count} steps: {answer.Template.TemplateId}"));
    }

    private static Command Preview()
    {
        var (contact, template) = (Contact(), Template());
        var times = new Times();
        return CallCommand.Make(
            Service, "preview", "Show when each touch would be, and why it is not as planned. Changes nothing.", [contact, template, .. times.Options],
            (r, c, o) => Client(c).PreviewCadenceAsync(
                new() { ContactId = r.GetValue(contact)!, TemplateId = r.GetValue(template)!, Start = times.Start(r), Anchor = times.Anchor(r), SecondAnchor = times.SecondAnchor(r) }, o),
            (screen, answer) =>
            {
                screen.Line($"Times of {answer.TimeZone} (known from: {answer.TimeZoneSource}).");
                Answer.Rows(
                    screen, answer.Touches, "No touch.", "", TouchColumns,
                    t => [$"{t.Number}", t.Skipped ? "too late: skipped" : t.LocalTime, t.Skipped ? "" : Answer.Date(t.At), Answer.Word(t.Channel), t.Subject, string.Join(", ", t.Shifts)]);
            });
    }

    private static Command Enrol()
    {
        var (lead, contact, template) = (new Argument<string>("lead-id") { Description = "Your lead; './desk leads list --mine' shows ids." }, Contact(), Template());
        var times = new Times();
        return CallCommand.Make(
            Service, "enrol", "Begin a cadence for a contact of your lead.", [lead, contact, template, .. times.Options],
            (r, c, o) => Client(c).EnrolAsync(
                new()
                {
                    RequestId = SessionCommands.NewId(),
                    LeadId = r.GetValue(lead)!,
                    ContactId = r.GetValue(contact)!,
                    TemplateId = r.GetValue(template)!,
                    Start = times.Start(r),
                    Anchor = times.Anchor(r),
                    SecondAnchor = times.SecondAnchor(r),
                },
                o),
            (screen, answer) => screen.Done(Sentence(answer.Enrolment)));
    }

    private static Command List()
    {
        var lead = new Option<string?>("--lead") { Description = "Only this lead's, by id." };
        var contact = new Option<string?>("--contact") { Description = "Only this contact's, by id." };
        var state = Words.Option<EnrolmentState>("--state", "Only in this state.");
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            Service, "list", "List who is in which cadence, newest first.", [lead, contact, state, size, page],
            (r, c, o) => Client(c).ListEnrolmentsAsync(
                new()
                {
                    LeadId = r.GetValue(lead) ?? "",
                    ContactId = r.GetValue(contact) ?? "",
                    State = Words.Parse<EnrolmentState>(r.GetValue(state)),
                    PageSize = r.GetValue(size),
                    PageToken = r.GetValue(page) ?? "",
                },
                o),
            (screen, answer) => Answer.Rows(
                screen, answer.Enrolments, "Nobody is in a cadence.", answer.NextPageToken, EnrolmentColumns,
                e =>
                [
                    Answer.Date(e.StartedAt), $"{e.TemplateName} v{e.TemplateNumber}", $"{e.AccountNumber} {e.AccountName}", e.LeadNumber, Answer.Word(e.State), $"{e.Done} of {e.Touches}", Answer.Date(e.NextAt),
                    e.End == EnrolmentEnd.Unspecified ? Answer.Date(e.EndedAt) : $"{Answer.Date(e.EndedAt)}: {Answer.Word(e.End)}", e.EnrolmentId,
                ]));
    }

    private static Command Pause()
    {
        var (id, reason) = (Id(), Reason());
        return CallCommand.Make(
            Service, "pause", "Make no touch until it is resumed.", [id, reason],
            (r, c, o) => Client(c).PauseAsync(new() { RequestId = SessionCommands.NewId(), EnrolmentId = r.GetValue(id)!, Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done(Sentence(answer.Enrolment)));
    }

    private static Command Resume()
    {
        var id = Id();
        return CallCommand.Make(
            Service, "resume", "Go on where it was paused.", [id],
            (r, c, o) => Client(c).ResumeAsync(new() { RequestId = SessionCommands.NewId(), EnrolmentId = r.GetValue(id)! }, o),
            (screen, answer) => screen.Done(Sentence(answer.Enrolment)));
    }

    private static Command Stop()
    {
        var (id, reason) = (Id(), Reason());
        return CallCommand.Make(
            Service, "stop", "End it, and cancel the task that it has open.", [id, reason],
            (r, c, o) => Client(c).StopAsync(new() { RequestId = SessionCommands.NewId(), EnrolmentId = r.GetValue(id)!, Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done(Sentence(answer.Enrolment)));
    }

    private static string Sentence(Enrolment e) => $"{e.TemplateName} v{e.TemplateNumber} at {e.AccountNumber} {e.AccountName}, {e.LeadNumber}: {Answer.Word(e.State)}, {e.Done} of {e.Touches} touches, by the clock of {e.TimeZone} (known from: {e.TimeZoneSource}).";

    private static CreateTemplateRequest Read(FileInfo file)
    {
        try
        {
            return JsonParser.Default.Parse<CreateTemplateRequest>(File.ReadAllText(file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new DeskException($"file: {file.Name} cannot be read as a cadence: {e.Message} './desk cadences templates --json' shows the form.");
        }
    }

    private static Argument<string> Id() => new("enrolment-id") { Description = "'./desk cadences list' shows ids." };

    private static Argument<string> Contact() => new("contact-id") { Description = "'./desk contacts list' shows ids." };

    private static Argument<string> Template() => new("cadence-id") { Description = "'./desk cadences templates' shows ids." };

    private static Argument<string> Reason() => new("reason") { Description = "Why." };

    private static CadencesService.CadencesServiceClient Client(GrpcChannel channel) => new(channel);

    private sealed class Times
    {
        private readonly Option<string?> _start = new("--start") { Description = $"When it begins; now unless you say otherwise: {Dates.Hint}." };
        private readonly Option<string?> _anchor = new("--anchor") { Description = $"What steps count back from, such as a quote's expiry or the end of the interlude: {Dates.Hint}." };
        private readonly Option<string?> _second = new("--second-anchor") { Description = $"Until when a daily step goes on, such as the end of the lead-in: {Dates.Hint}." };

        public IEnumerable<Symbol> Options => [_start, _anchor, _second];

        public Timestamp? Start(ParseResult r) => Read(r, _start);

        public Timestamp? Anchor(ParseResult r) => Read(r, _anchor);

        public Timestamp? SecondAnchor(ParseResult r) => Read(r, _second);

        private static Timestamp? Read(ParseResult r, Option<string?> option) => r.GetValue(option) is { } text ? Dates.Parse(option.Name, text).ToTimestamp() : null;
    }
}
