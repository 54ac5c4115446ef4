using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk registrations</c></summary>
internal static class RegistrationCommands
{
    internal const string Service = "leads";
    private static readonly string[] Columns = ["since", "until", "state", "account", "line", "owner", "number", "id"];

    public static Command Make() => new("registrations", "Which rep has which customer's product line, since when, until when.")
    {
        Claim(), List(), Show(), Decide(), Extend(), Override(), Release(), House(), Activity(), ClaimChainCommand.Make(), Notices(),
    };

    private static Command Claim()
    {
        var (account, line) = (Account(), Line());
        var contact = new Option<string?>("--contact") { Description = "Who at the customer, with their part: \"Dana Ito, CTO\"." };
        var evidence = new Option<string?>("--evidence") { Description = "Without a contact: what shows that there is a real customer to win, at least 20 characters." };
        var step = new Option<string?>("--next-step") { Description = "What you will do next." };
        var why = new Option<string?>("--because") { Description = "Why this step, and why now." };
        var on = new Option<string?>("--on") { Description = "When, as a date in UTC within 30 days: 2026-12-01." };
        return CallCommand.Make(
            Service,
            "claim",
            "Register a customer's product line for yourself. The first complete claim wins; an incomplete one is kept as a draft, which keeps nobody out.",
            [account, line, contact, evidence, step, why, on],
            (r, c, o) => Client(c).ClaimRegistrationAsync(
                new()
                {
                    RequestId = SessionCommands.NewId(),
                    AccountId = r.GetValue(account)!,
                    Line = Words.Parse<ProductLine>(r.GetValue(line)),
                    Form = new() { Contact = r.GetValue(contact) ?? "", EvidenceNote = r.GetValue(evidence) ?? "", NextStep = r.GetValue(step) ?? "", NextStepReason = r.GetValue(why) ?? "", NextStepOn = r.GetValue(on) ?? "" },
                },
                o),
            (screen, answer) =>
            {
                screen.Done(Sentence(answer.Registration));
                if (answer.Receipt is { } receipt)
                {
                    screen.Line($"Your receipt, link {receipt.Position}: {receipt.Hash}");
                    screen.Note("With it anybody can check later that your claim was there: './desk registrations verify-chain'.");
                }
            });
    }

    private static Command List()
    {
        var account = new Option<string?>("--account") { Description = "Only this account's, by id." };
        var line = Words.Option<ProductLine>("--line", "Only this product line.");
        var state = Words.Option<RegistrationState>("--state", "Only in this state.");
        var mine = new Option<bool>("--mine") { Description = "Only my own." };
        var warned = new Option<bool>("--warned") { Description = "Only those that will be released because nothing happens." };
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            Service,
            "list",
            "List registrations, newest first.",
            [account, line, state, mine, warned, size, page],
            (r, c, o) => Client(c).ListRegistrationsAsync(
                new()
                {
                    AccountId = r.GetValue(account) ?? "",
                    Line = Words.Parse<ProductLine>(r.GetValue(line)),
                    State = Words.Parse<RegistrationState>(r.GetValue(state)),
                    Mine = r.GetValue(mine),
                    Warned = r.GetValue(warned),
                    PageSize = r.GetValue(size),
                    PageToken = r.GetValue(page) ?? "",
                },
                o),
            (screen, answer) => Answer.Rows(
                screen, answer.Registrations, "No registration matches.", answer.NextPageToken, Columns,
                x => [Answer.Date(x.ClaimedAt), Until(x), StateOf(x), $"{x.AccountNumber} {x.AccountName}", Answer.Word(x.Line), OwnerOf(x), x.Number, x.RegistrationId]));
    }

    private static Command Show()
    {
        var id = Id();
        return CallCommand.Make(
            Service, "show", "Show one registration.", [id],
            (r, c, o) => Client(c).GetRegistrationAsync(new() { RegistrationId = r.GetValue(id)! }, o),
            (screen, answer) => ShowWhole(screen, answer.Registration));
    }

    private static Command Decide()
    {
        var id = Id();
        var decision = new Argument<string>("decision") { Description = "approve or reject." };
        decision.AcceptOnlyFromAmong("approve", "reject");
        var reason = new Option<string?>("--reason") { Description = "Needed to reject." };
        return CallCommand.Make(
            Service, "decide", "Approve or reject a claim of your team's rep. Silence approves after three working days.", [id, decision, reason],
            (r, c, o) => Client(c).DecideRegistrationAsync(
                new() { RequestId = SessionCommands.NewId(), RegistrationId = r.GetValue(id)!, Approve = r.GetValue(decision) == "approve", Reason = r.GetValue(reason) ?? "" }, o),
            (screen, answer) => screen.Done(Sentence(answer.Registration)));
    }

    private static Command Extend()
    {
        var id = Id();
        var met = new Option<string?>("--met-on") { Description = "Meeting: its date in UTC, 2026-12-01." };
        var note = new Option<string?>("--note") { Description = "Meeting: who met whom, and what came of it." };
        var assessment = new Option<string?>("--assessment") { Description = "Meeting: number or id of the solution engineer's assessment." };
        var digest = new Option<string?>("--assessment-sha256") { Description = "Meeting: SHA-256 of the assessment." };
        var signal = Words.Option<ProgressSignalKind>("--signal", "Instead of a meeting: what the customer did on a chain.");
        var network = new Option<string?>("--network") { Description = "Signal: on which chain, such as polkadot." };
        var reference = new Option<string?>("--reference") { Description = "Signal: the block's hash, or the digest of the signed challenge." };
        var index = new Option<uint?>("--event") { Description = "Signal: which event of the block." };
        var at = new Option<DateTimeOffset?>("--at") { Description = "Signal: when, 2026-12-01T10:00:00Z." };
        var command = CallCommand.Make(
            Service, "extend", "Ask for 45 more days of protection, on evidence of progress: a meeting with an assessment, or a signal from a chain. Twice at most.",
            [id, met, note, assessment, digest, signal, network, reference, index, at],
            (r, c, o) => Client(c).ExtendRegistrationAsync(Request(r), o),
            (screen, answer) => screen.Done(Sentence(answer.Registration)));
        return command;

        ExtendRegistrationRequest Request(ParseResult r)
        {
            var request = new ExtendRegistrationRequest { RequestId = SessionCommands.NewId(), RegistrationId = r.GetValue(id)! };
            if (r.GetValue(signal) is { } kind)
            {
                request.Signal = new() { Kind = Words.Parse<ProgressSignalKind>(kind), Network = r.GetValue(network) ?? "", Reference = r.GetValue(reference) ?? "", At = r.GetValue(at)?.ToTimestamp() };
                if (r.GetValue(index) is { } number)
                {
                    request.Signal.EventIndex = number;
                }
            }
            else
            {
                request.Meeting = new() { MetOn = r.GetValue(met) ?? "", Note = r.GetValue(note) ?? "", Assessment = r.GetValue(assessment) ?? "", AssessmentSha256 = r.GetValue(digest) ?? "" };
            }

            return request;
        }
    }

    private static Command Override()
    {
        var (account, line) = (Account(), Line());
        var owner = new Argument<string>("person-id") { Description = "Whom the customer names; './desk people list' shows ids." };
        var name = new Option<string?>("--name") { Description = "Their name, should the desk not know them yet." };
        var document = new Option<FileInfo?>("--document") { Description = "The signed document. It stays here: only its SHA-256 is sent." };
        var digest = new Option<string?>("--sha256") { Description = "Instead of the document: its SHA-256." };
        var note = new Option<string>("--note") { Description = "Who signed, and where the document is kept.", Required = true };
        return CallCommand.Make(
            Service, "override", "Move a customer's product line to the rep whom the customer's signed writing names. It always wins; the old owner is told.",
            [account, line, owner, name, document, digest, note],
            (r, c, o) => Client(c).OverrideRegistrationAsync(
                new()
                {
                    RequestId = SessionCommands.NewId(),
                    AccountId = r.GetValue(account)!,
                    Line = Words.Parse<ProductLine>(r.GetValue(line)),
                    OwnerId = r.GetValue(owner)!,
                    OwnerName = r.GetValue(name) ?? "",
                    DocumentSha256 = DigestOf(r.GetValue(document), r.GetValue(digest)),
                    Note = r.GetValue(note)!,
                },
                o),
            (screen, answer) => screen.Done(Sentence(answer.Registration)));
    }

    private static Command Release()
    {
        var id = Id();
        var reason = new Argument<string>("reason") { Description = "Why, for those who ask later." };
        return CallCommand.Make(
            Service, "release", "Give a registration back, or take it back from your team's rep. A house account only the head of sales releases.", [id, reason],
            (r, c, o) => Client(c).ReleaseRegistrationAsync(new() { RequestId = SessionCommands.NewId(), RegistrationId = r.GetValue(id)!, Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done(Sentence(answer.Registration)));
    }

    private static Command House()
    {
        var (account, line) = (Account(), Line());
        var note = new Argument<string>("why") { Description = "Why no rep may claim it." };
        return CallCommand.Make(
            Service, "house", "Keep a customer's product line for the house.", [account, line, note],
            (r, c, o) => Client(c).TakeForHouseAsync(
                new() { RequestId = SessionCommands.NewId(), AccountId = r.GetValue(account)!, Line = Words.Parse<ProductLine>(r.GetValue(line)), Note = r.GetValue(note)! }, o),
            (screen, answer) => screen.Done(Sentence(answer.Registration)));
    }

    private static Command Activity()
    {
        var account = Account();
        var at = new Option<DateTimeOffset?>("--at") { Description = "When it was, within the last 7 days; now when left out." };
        return CallCommand.Make(
            Service, "activity", "Note that something was done for a customer, which keeps their registrations alive.", [account, at],
            (r, c, o) => Client(c).NoteActivityAsync(
                new() { RequestId = SessionCommands.NewId(), AccountId = r.GetValue(account)!, OccurredAt = (r.GetValue(at) ?? TimeProvider.System.GetUtcNow()).ToTimestamp() }, o),
            (screen, answer) => Answer.Rows(
                screen, answer.Registrations, "The customer has no registration.", "", Columns,
                x => [Answer.Date(x.ClaimedAt), Until(x), StateOf(x), $"{x.AccountNumber} {x.AccountName}", Answer.Word(x.Line), OwnerOf(x), x.Number, x.RegistrationId]));
    }

    private static Command Notices()
    {
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            Service, "notices", "What you were told about what is yours: warnings, decisions, moves, hand-overs.", [size, page],
            (r, c, o) => Client(c).ListNoticesAsync(new() { PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o),
            (screen, answer) => Answer.Rows(screen, answer.Notices, "No notices.", answer.NextPageToken, ["at", "what", "notice"], n => [Answer.Date(n.At), Answer.Word(n.Kind), n.Text]));
    }

    internal static Argument<string> Account() => new("account-id") { Description = "The customer; './desk accounts list' shows ids." };

    internal static Argument<string?> Line()
    {
        var words = System.Enum.GetValues<ProductLine>().Where(l => l != ProductLine.Unspecified).Select(Answer.Word).ToArray();
        var line = new Argument<string?>("line") { Description = $"The product line: {string.Join(" or ", words)}." };
        line.AcceptOnlyFromAmong(words);
        return line;
    }

    private static Argument<string> Id() => new("registration-id") { Description = "'./desk registrations list' shows ids." };

    private static RegistrationsService.RegistrationsServiceClient Client(GrpcChannel channel) => new(channel);

    private static string DigestOf(FileInfo? document, string? digest)
    {
        if (document is null)
        {
            return digest ?? throw new DeskException("Give the signed --document, or its --sha256.");
        }

        if (!document.Exists)
        {
            throw new DeskException($"--document: there is no file {document.FullName}.");
        }

        using var stream = document.OpenRead();
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
    }

    private static string StateOf(Registration x) => x.State switch
    {
        RegistrationState.Ended => $"ended: {Answer.Word(x.Ending)}",
        RegistrationState.Approved when x.WarnedAt is not null => "approved, silent",
        RegistrationState.Approved when x.Keeping == RegistrationKeeping.Customer => "customer",
        _ => Answer.Word(x.State),
    };

    private static string Until(Registration x) => x.State switch
    {
        RegistrationState.Ended => Answer.Date(x.EndedAt),
        RegistrationState.Pending => $"decided by {Answer.Date(x.DecisionDueAt)}",
        _ => Answer.Date(x.ProtectedUntil),
    };

    private static string OwnerOf(Registration x) => x.OwnerHasLeft ? $"{x.OwnerName} (has left)" : x.OwnerName;

    private static string Sentence(Registration x) => $"{x.Number}, {x.AccountNumber} {x.AccountName}, {Answer.Word(x.Line)}: {x.State switch
    {
        RegistrationState.Pending => $"{x.OwnerName}'s since {Answer.Date(x.ClaimedAt)}, to be decided by {Answer.Date(x.DecisionDueAt)}",
        RegistrationState.Approved when x.ProtectedUntil is not null => $"{x.OwnerName}'s, protected until {Answer.Date(x.ProtectedUntil)}",
        RegistrationState.Approved => $"{x.OwnerName}'s, without end",
        RegistrationState.Ended => $"ended on {Answer.Date(x.EndedAt)}",
        _ => "a draft",
    }}.";

    private static void ShowWhole(Screen screen, Registration x)
    {
        screen.Line(Sentence(x));
        Fact("claimed", Answer.Date(x.ClaimedAt));
        Fact("approved", x.ApprovedAt is null ? "" : $"{Answer.Date(x.ApprovedAt)}, by {(x.ApprovedBy.Length > 0 ? x.ApprovedBy : "silence")}");
        Fact("last activity", Answer.Date(x.LastActivityAt));
        Fact("warned", Answer.Date(x.WarnedAt));
        foreach (var extension in x.Extensions)
        {
            Fact("extended", $"{Answer.Date(extension.GrantedAt)}, until {Answer.Date(extension.Until)}");
        }

        Fact("end", x.EndReason);
        Fact("contact", x.Form?.Contact ?? "");
        Fact("evidence", x.Form?.EvidenceNote ?? "");
        Fact("next step", x.Form is { NextStep.Length: > 0 } form ? $"{form.NextStepOn}: {form.NextStep} ({form.NextStepReason})" : "");
        Fact("rules", $"version {x.RulesNumber}");

        void Fact(string name, string value)
        {
            if (value.Length > 0)
            {
                screen.Line($"  {name,-14} {value}");
            }
        }
    }
}
