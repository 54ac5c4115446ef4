using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk handovers</c></summary>
internal static class HandOverCommands
{
    private const string Service = RegistrationCommands.Service;
    private static readonly string[] Columns = ["since", "accept by", "step", "state", "account", "from", "to", "number", "id"];

    public static Command Make() => new("handovers", "Customers on their way from SDR to AE to CSM.") { ToAe(), ToCsm(), Accept(), Return(), List(), Show() };

    private static Command ToAe()
    {
        var lead = new Argument<string>("lead-id") { Description = "Your lead; './desk leads list --mine' shows ids." };
        var (receiver, note) = (Receiver(), Note());
        var items = Enum.GetValues<ChecklistItem>().Where(i => i != ChecklistItem.Unspecified)
            .Select(i => (Item: i, Option: new Option<string?>($"--{Answer.Word(i)}") { Description = About(i) })).ToList();
        return CallCommand.Make(
            Service, "to-ae", "Hand a qualified lead to an AE, with the checklist of the customer's segment. They have two working days to accept.", [lead, receiver, note, .. items.Select(i => i.Option)],
            (r, c, o) =>
            {
                var request = new OfferHandOverRequest { RequestId = SessionCommands.NewId(), LeadId = r.GetValue(lead)!, ReceiverId = r.GetValue(receiver)!, Note = r.GetValue(note)! };
                request.Checklist.AddRange(items.Where(i => r.GetValue(i.Option) is not null).Select(i => new ChecklistAnswer { Item = i.Item, Note = r.GetValue(i.Option) }));
                return Client(c).OfferHandOverAsync(request, o);
            },
            (screen, answer) => screen.Done(Sentence(answer.HandOver)));
    }

    private static Command ToCsm()
    {
        var (id, receiver, note) = (Id(), Receiver(), Note());
        return CallCommand.Make(
            Service, "to-csm", "Hand a customer who has bought to a CSM. The chain opens such a hand-over; './desk handovers list --mine --state due' shows yours.", [id, receiver, note],
            (r, c, o) => Client(c).OfferHandOverAsync(new() { RequestId = SessionCommands.NewId(), HandOverId = r.GetValue(id)!, ReceiverId = r.GetValue(receiver)!, Note = r.GetValue(note)! }, o),
            (screen, answer) => screen.Done(Sentence(answer.HandOver)));
    }

    private static Command Accept()
    {
        var id = Id();
        return CallCommand.Make(
            Service, "accept", "Take over what is handed to you.", [id],
            (r, c, o) => Client(c).AcceptHandOverAsync(new() { RequestId = SessionCommands.NewId(), HandOverId = r.GetValue(id)! }, o),
            (screen, answer) => screen.Done(Sentence(answer.HandOver)));
    }

    private static Command Return()
    {
        var (id, reason) = (Id(), new Argument<string>("reason") { Description = "Why; the other side wants to know." });
        return CallCommand.Make(
            Service, "return", "Say no as the receiver, or take it back as the sender.", [id, reason],
            (r, c, o) => Client(c).ReturnHandOverAsync(new() { RequestId = SessionCommands.NewId(), HandOverId = r.GetValue(id)!, Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done(Sentence(answer.HandOver)));
    }

    private static Command List()
    {
        var account = new Option<string?>("--account") { Description = "Only this account's, by id." };
        var step = Words.Option<HandOverStep>("--step", "Only this step.");
        var state = Words.Option<HandOverState>("--state", "Only in this state.");
        var mine = new Option<bool>("--mine") { Description = "Only those that I send or receive." };
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            Service, "list", "List hand-overs, newest first.", [account, step, state, mine, size, page],
            (r, c, o) => Client(c).ListHandOversAsync(
                new()
                {
                    AccountId = r.GetValue(account) ?? "",
                    Step = Words.Parse<HandOverStep>(r.GetValue(step)),
                    State = Words.Parse<HandOverState>(r.GetValue(state)),
                    Mine = r.GetValue(mine),
                    PageSize = r.GetValue(size),
                    PageToken = r.GetValue(page) ?? "",
                },
                o),
            (screen, answer) => Answer.Rows(
                screen, answer.HandOvers, "No hand-over matches.", answer.NextPageToken, Columns,
                h => [Answer.Date(h.OfferedAt ?? h.CreatedAt), Answer.Date(h.DueAt), Answer.Word(h.Step), Answer.Word(h.State), $"{h.AccountNumber} {h.AccountName}", h.FromName, h.ToName, h.Number, h.HandOverId]));
    }

    private static Command Show()
    {
        var id = Id();
        return CallCommand.Make(
            Service, "show", "Show one hand-over with its note and checklist.", [id],
            (r, c, o) => Client(c).GetHandOverAsync(new() { HandOverId = r.GetValue(id)! }, o),
            (screen, answer) =>
            {
                var h = answer.HandOver;
                screen.Line(Sentence(h));
                if (h.Fact is { } fact)
                {
                    screen.Line($"  {Answer.Word(fact.Kind)} on {Answer.Date(fact.OccurredAt)}, block {fact.BlockHash}");
                }

                if (h.Note.Length > 0)
                {
                    screen.Line($"  {h.Note}");
                }

                foreach (var item in h.Checklist)
                {
                    screen.Line($"  {Answer.Word(item.Item),-18} {item.Note}");
                }

                if (h.ReturnReason.Length > 0)
                {
                    screen.Line($"  returned on {Answer.Date(h.DecidedAt)}: {h.ReturnReason}");
                }
            });
    }

    private static string Sentence(HandOver h) => $"{h.Number}, {h.AccountNumber} {h.AccountName}: {h.State switch
    {
        HandOverState.Due => $"{h.FromName} is to hand the customer to a CSM",
        HandOverState.Offered => $"{h.ToName} is asked, and has until {Answer.Date(h.DueAt)}",
        HandOverState.Accepted => $"{h.ToName}'s since {Answer.Date(h.DecidedAt)}",
        _ => $"back with {h.FromName} since {Answer.Date(h.DecidedAt)}",
    }}.";

    private static string About(ChecklistItem item) => item switch
    {
        ChecklistItem.Need => "What shall run, and why it needs coretime.",
        ChecklistItem.Size => "Core-periods a year, as the customer says.",
        ChecklistItem.Timeline => "From when.",
        ChecklistItem.TechnicalContact => "Who knows the technical side.",
        ChecklistItem.DecisionPath => "How the customer decides, and who does.",
        ChecklistItem.Procurement => "Enterprises: how they buy, what legal and security need.",
        ChecklistItem.Mandate => "Governments and NGOs: what allows them to buy.",
        _ => "Startups: what pays for the second year.",
    };

    private static Argument<string> Id() => new("hand-over-id") { Description = "'./desk handovers list' shows ids." };

    private static Argument<string> Receiver() => new("receiver-id") { Description = "Who shall go on with the customer; './desk reps list' shows ids." };

    private static Argument<string> Note() => new("note") { Description = "What was promised, what is open, what they must know: 20 to 4000 characters." };

    private static HandOversService.HandOversServiceClient Client(GrpcChannel channel) => new(channel);
}
