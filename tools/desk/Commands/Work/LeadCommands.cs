using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk leads</c></summary>
internal static class LeadCommands
{
    private const string Service = "leads";
    private static readonly string[] Columns = ["number", "account", "title", "segment", "tier", "state", "owner", "since", "id"];

    public static Command Make()
    {
        var leads = new Command("leads", "Chances to sell, and who works each.") { Open(), Claim(), List() };
        foreach (var command in CapacityCommands.OfLeads().Concat(ImportCommands.OfLeads()))
        {
            leads.Add(command);
        }

        return leads;
    }

    private static Command Open()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var account = new Argument<string>("account-id") { Description = "Whose chance it is; './desk accounts list' shows ids." };
        var title = new Argument<string>("title") { Description = "What it is about, in a few words." };
        var source = Words.Option<LeadSource>("--source", "How the desk came to know of it.", required: true);
        var command = new Command("open", "Open a lead on an account.") { account, title, source, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new OpenLeadRequest { RequestId = SessionCommands.NewId(), AccountId = r.GetValue(account)!, Title = r.GetValue(title)!, Source = Words.Parse<LeadSource>(r.GetValue(source)) };
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                Service, r.GetValue(address), (c, o) => new LeadsService.LeadsServiceClient(c).OpenLeadAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => screen.Done($"{answer.Lead.Number} {answer.Lead.Title}, {answer.Lead.AccountName} ({answer.Lead.LeadId})"));
            return 0;
        });
        return command;
    }

    private static Command Claim()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var lead = new Argument<string>("lead-id") { Description = "The lead to own; './desk leads list --state open' shows ids." };
        var command = new Command("claim", "Become the one owner of a lead.") { lead, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new ClaimLeadRequest { RequestId = SessionCommands.NewId(), LeadId = r.GetValue(lead)! };
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                Service, r.GetValue(address), (c, o) => new LeadsService.LeadsServiceClient(c).ClaimLeadAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => screen.Done($"{answer.Lead.Number} is yours since {Answer.Date(answer.Lead.ClaimedAt)}."));
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var state = Words.Option<LeadState>("--state", "Only leads in this state.");
        var segment = Words.Option<Segment>("--segment", "Only this segment.");
        var tier = Words.Option<SizeTier>("--tier", "Only this size.");
        var mine = new Option<bool>("--mine") { Description = "Only my own." };
        var account = new Option<string?>("--account") { Description = "Only this account's, by id." };
        var name = new Option<string?>("--name") { Description = "Only of accounts with this in their name." };
        var (size, page) = AccountCommands.Paging();
        var command = new Command("list", "List leads, newest first.") { state, segment, tier, mine, account, name, size, page, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new ListLeadsRequest
            {
                State = Words.Parse<LeadState>(r.GetValue(state)),
                Segment = Words.Parse<Segment>(r.GetValue(segment)),
                SizeTier = Words.Parse<SizeTier>(r.GetValue(tier)),
                Mine = r.GetValue(mine),
                AccountId = r.GetValue(account) ?? "",
                AccountNameContains = r.GetValue(name) ?? "",
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                Service, r.GetValue(address), (c, o) => new LeadsService.LeadsServiceClient(c).ListLeadsAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => Answer.Rows(
                screen, answer.Leads, "No lead matches.", answer.NextPageToken, Columns,
                l => [l.Number, l.AccountName, l.Title, Answer.Word(l.Segment), l.SizeTier.ToString().ToUpperInvariant(), Answer.Word(l.State), l.OwnerName, Answer.Date(l.ClaimedAt ?? l.OpenedAt), l.LeadId]));
            return 0;
        });
        return command;
    }
}
