using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Chain.Watcher;
using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Desk.Commands.Work;

using Client = IdentityService.IdentityServiceClient;

/// <summary><c>./desk people accounts</c></summary>
internal static class PersonAccountCommands
{
    private const string Service = "identity";
    private static readonly string[] Columns = ["account", "hex", "added", "by", "note"];

    public static Command Make() => new("accounts", "Chain accounts that a person controls: commissions go there, and who pays from one is the seller's own company.") { Add(), Remove(), List() };

    private static Command Add()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var account = Account();
        var person = Person("Whose it is; without it your own. For others only by an administrator.");
        var note = new Option<string?>("--note") { Description = "What it is for, as \"commission payout\".", HelpName = "TEXT" };
        var command = new Command("add", "Say that you, or somebody else, control an account.") { account, person, note, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new AddPersonAccountRequest { RequestId = SessionCommands.NewId(), PersonId = r.GetValue(person) ?? "", Account = Hex(r.GetValue(account)), Note = r.GetValue(note) ?? "" };
            var answer = await Desk(r, file).CallAsync(Service, r.GetValue(address), (c, o) => new Client(c).AddPersonAccountAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => screen.Done($"{Show.Account(answer.Account.Account, null)} is an account of {answer.Account.PersonId} since {Answer.Date(answer.Account.AddedAt)}."));
        });
        return command;
    }

    private static Command Remove()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var person = new Argument<string>("person-id");
        var account = Account();
        var command = new Command("remove", "Take back an account that was added by mistake. What was judged by it stays judged. For administrators.") { person, account, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new RemovePersonAccountRequest { RequestId = SessionCommands.NewId(), PersonId = r.GetValue(person)!, Account = Hex(r.GetValue(account)) };
            await Desk(r, file).CallAsync(Service, r.GetValue(address), (c, o) => new Client(c).RemovePersonAccountAsync(request, o), cancellation);
            new Output.Screen().Done("Removed.");
        });
        return command;
    }

    private static Command List()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var person = Person("Whose; without it your own. Of others for administrators and the budget holder.");
        var command = new Command("list", "List a person's accounts, oldest first.") { person, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new ListPersonAccountsRequest { PersonId = r.GetValue(person) ?? "" };
            var answer = await Desk(r, file).CallAsync(Service, r.GetValue(address), (c, o) => new Client(c).ListPersonAccountsAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => Answer.Rows(
                screen, answer.Accounts, "No account is known.", "", Columns,
                a => [Show.Account(a.Account, null), a.Account, Answer.Date(a.AddedAt), a.AddedById == a.PersonId ? "themselves" : a.AddedById, a.Note]));
        });
        return command;
    }

    private static Argument<string> Account() => new("account") { Description = "An address of any network, or 0x hex." };

    private static Option<string?> Person(string description) => new("--person") { Description = description, HelpName = "ID" };

    private static string Hex(string? account) => RegionsCommand.Account("account", account);

    private static DeskClient Desk(ParseResult r, Option<FileInfo?> file) => new(Workspace.Of(r.GetValue(file)), TimeProvider.System);
}
