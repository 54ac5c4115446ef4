using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Desk.Commands.Work;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary><c>./desk people</c> and <c>./desk keys</c></summary>
internal static class PeopleCommands
{
    private const string Service = "identity";
    private static readonly string[] Columns = ["name", "email", "roles", "state", "last sign-in", "id"];

    public static Command People() => new("people", "Who uses the desk, and as what.")
    {
        Create(), List(), SetRoles(), Disable(),
        PersonSecurityCommands.ResetSecondFactor(), PersonSecurityCommands.Sessions(), PersonSecurityCommands.EndSessions(), PersonAccountCommands.Make(),
    };

    public static Command Keys() => new("keys", "Keys for scripts, which act for you.") { CreateKey() };

    private static Command Create()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var email = new Argument<string>("email");
        var name = new Argument<string>("name") { Description = "As others see it." };
        var roles = Roles("--role", "What the person is; repeat it for several.");
        var command = new Command("create", "Let somebody in. Prints a password for the first sign-in, this once.") { email, name, roles, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new CreatePersonRequest { RequestId = SessionCommands.NewId(), Email = r.GetValue(email)!, DisplayName = r.GetValue(name)!, Roles = { Parse(r.GetValue(roles)) } };
            var answer = await Client(r, file).CallAsync(Service, r.GetValue(address), (c, o) => new IdentityService.IdentityServiceClient(c).CreatePersonAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen =>
            {
                screen.Done($"{answer.Person.DisplayName}, {SessionCommands.Roles(answer.Person.Roles)} ({answer.Person.PersonId})");
                screen.Line($"One-time password, shown this once, good for 7 days: {answer.OneTimePassword}");
            });
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var role = Words.Option<Role>("--role", "Only holders of this role.");
        var contains = new Option<string?>("--name") { Description = "Only names and addresses with this in them." };
        var all = new Option<bool>("--all") { Description = "Also people who are disabled." };
        var (size, page) = AccountCommands.Paging();
        var command = new Command("list", "List people, newest first.") { role, contains, all, size, page, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new ListPeopleRequest
            {
                Role = Words.Parse<Role>(r.GetValue(role)),
                Contains = r.GetValue(contains) ?? "",
                IncludeDisabled = r.GetValue(all),
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await Client(r, file).CallAsync(Service, r.GetValue(address), (c, o) => new IdentityService.IdentityServiceClient(c).ListPeopleAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => Answer.Rows(
                screen, answer.People, "Nobody matches.", answer.NextPageToken, Columns,
                p => [p.DisplayName, p.Email, SessionCommands.Roles(p.Roles), p.Disabled ? "disabled" : p.MustChangePassword ? "must change password" : "active", Answer.Date(p.LastSignInAt), p.PersonId]));
            return 0;
        });
        return command;
    }

    private static Command SetRoles()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var person = new Argument<string>("person-id");
        var roles = Roles("--role", "All roles the person shall have; repeat it for several.");
        var command = new Command("set-roles", "Replace somebody's roles. Tokens with the old ones are void within seconds.") { person, roles, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new SetRolesRequest { RequestId = SessionCommands.NewId(), PersonId = r.GetValue(person)!, Roles = { Parse(r.GetValue(roles)) } };
            var answer = await Client(r, file).CallAsync(Service, r.GetValue(address), (c, o) => new IdentityService.IdentityServiceClient(c).SetRolesAsync(request, o), cancellation);
            new Output.Screen().Done($"{answer.Person.DisplayName}: {SessionCommands.Roles(answer.Person.Roles)}");
            return 0;
        });
        return command;
    }

    private static Command Disable()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var person = new Argument<string>("person-id");
        var command = new Command("disable", "Shut somebody out: sessions end within seconds at every service.") { person, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new DisablePersonRequest { RequestId = SessionCommands.NewId(), PersonId = r.GetValue(person)! };
            await Client(r, file).CallAsync(Service, r.GetValue(address), (c, o) => new IdentityService.IdentityServiceClient(c).DisablePersonAsync(request, o), cancellation);
            new Output.Screen().Done("Disabled.");
            return 0;
        });
        return command;
    }

    private static Command CreateKey()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var name = new Argument<string>("name") { Description = "What the key is for." };
        var roles = Roles("--role", "Some of your own roles; repeat it for several.");
        var command = new Command("create", "Make a key. It is printed this once; set it as DESK_API_KEY.") { name, roles, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new CreateApiKeyRequest { RequestId = SessionCommands.NewId(), Name = r.GetValue(name)!, Roles = { Parse(r.GetValue(roles)) } };
            var answer = await Client(r, file).CallAsync(Service, r.GetValue(address), (c, o) => new IdentityService.IdentityServiceClient(c).CreateApiKeyAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => screen.Line($"{answer.Secret}   (until {Answer.Date(answer.ApiKey.ExpiresAt)})"));
            return 0;
        });
        return command;
    }

    private static DeskClient Client(ParseResult r, Option<FileInfo?> file) => new(Workspace.Of(r.GetValue(file)), TimeProvider.System);

    private static Option<string[]> Roles(string name, string description)
    {
        var words = Enum.GetValues<Role>().Where(v => v != Role.Unspecified).Select(Answer.Word).ToArray();
        var option = new Option<string[]>(name) { Description = $"{description} Of {string.Join(", ", words)}.", Required = true };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static IEnumerable<Role> Parse(string[]? words) => (words ?? []).Select(w => Words.Parse<Role>(w));
}
