using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Identity.V1;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk login</c>, <c>logout</c>, <c>whoami</c>, <c>password</c></summary>
internal static class SessionCommands
{
    private const string Service = "identity";
    private const int AppDigits = 6;

    public static Command Login()
    {
        var file = Shared.File();
        var address = Shared.Address();
        var email = new Argument<string>("email") { Description = "Whom to sign in." };
        var fromInput = new Option<bool>("--password-stdin") { Description = "Read the password, and where one is needed the code in the next line, from standard input instead of asking for them." };
        var command = new Command("login", "Sign in. The session is kept in .desk/session.json, readable by you alone.") { email, fromInput, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var workspace = Workspace.Of(r.GetValue(file));
            var client = new DeskClient(workspace, TimeProvider.System);
            var at = Shared.AddressOf(Service, r.GetValue(address), workspace);
            var password = Secret("Password", r.GetValue(fromInput));
            var answer = await client.CallOpenAsync(Service, at, c => new IdentityService.IdentityServiceClient(c).SignInAsync(new() { Email = r.GetValue(email)!, Password = password, Client = This() }, cancellationToken: cancellation), cancellation);
            if (answer.SecondFactor is { } needed)
            {
                var code = Secret("Code of your authenticator app, or a recovery code", r.GetValue(fromInput)).Trim();
                var isOfApp = code.Count(char.IsAsciiDigit) == AppDigits && code.All(c => char.IsAsciiDigit(c) || c == ' ');
                var request = new CompleteSignInRequest { Challenge = needed.Challenge, Code = isOfApp ? code : "", RecoveryCode = isOfApp ? "" : code, Client = This() };
                answer = await client.CallOpenAsync(Service, at, c => new SecurityService.SecurityServiceClient(c).CompleteSignInAsync(request, cancellationToken: cancellation), cancellation);
            }

            await client.KeepAsync(at, answer.Person.Email, answer.Tokens);
            var screen = new Screen();
            screen.Done($"Signed in as {answer.Person.DisplayName} ({Roles(answer.Person.Roles)}).");
            if (answer.Person.MustChangePassword)
            {
                screen.Warn("This password was for one sign-in. Choose your own with './desk password'; until then you may do nothing else.");
            }

            return 0;
        });
        return command;
    }

    public static Command Logout()
    {
        var file = Shared.File();
        var command = new Command("logout", "End this session, here and at every service.") { file };
        command.SetAction(async (r, cancellation) =>
        {
            var workspace = Workspace.Of(r.GetValue(file));
            if (SessionFile.Load(workspace) is { } session)
            {
                await new DeskClient(workspace, TimeProvider.System).CallAsync(Service, session.Address, (c, o) => new IdentityService.IdentityServiceClient(c).SignOutAsync(new() { RequestId = NewId() }, o), cancellation);
                File.Delete(SessionFile.PathIn(workspace));
            }

            new Screen().Done("Signed out.");
            return 0;
        });
        return command;
    }

    public static Command WhoAmI()
    {
        var file = Shared.File();
        var address = Shared.Address();
        var json = Json();
        var command = new Command("whoami", "Show who is signed in here, with which roles.") { json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                Service, r.GetValue(address), (c, o) => new IdentityService.IdentityServiceClient(c).WhoAmIAsync(new(), o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => screen.Line($"{answer.Person.DisplayName} <{answer.Person.Email}>, {Roles(answer.TokenRoles)}; last sign-in {Answer.Date(answer.Person.LastSignInAt)}"));
            return 0;
        });
        return command;
    }

    public static Command Password()
    {
        var file = Shared.File();
        var fromInput = new Option<bool>("--password-stdin") { Description = "Read the current and the new password from standard input, a line each." };
        var command = new Command("password", "Change your password. It ends your other sessions.") { fromInput, file };
        command.SetAction(async (r, cancellation) =>
        {
            var client = new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System);
            var (current, chosen) = (Secret("Current password", r.GetValue(fromInput)), Secret("New password (12 characters or more)", r.GetValue(fromInput)));
            await client.CallAsync(Service, null, (c, o) => new IdentityService.IdentityServiceClient(c).ChangePasswordAsync(
                new() { RequestId = NewId(), CurrentPassword = current, NewPassword = chosen }, o), cancellation);
            await client.RefreshAsync();
            new Screen().Done("Password changed; other sessions have ended.");
            return 0;
        });
        return command;
    }

    internal static Option<bool> Json() => new("--json") { Description = "Print JSON instead of a table." };

    internal static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

    internal static string Roles(IEnumerable<Identity.V1.Role> roles) => string.Join(", ", roles.Select(Answer.Word)) is { Length: > 0 } names ? names : "no role";

    /// <summary>For the list of sessions.</summary>
    private static Identity.V1.Client This() => new() { Device = $"Command line on {(OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsWindows() ? "Windows" : "Linux")}" };

    // Never an argument: those show in process lists and shell histories.
    private static string Secret(string prompt, bool fromInput)
    {
        if (fromInput)
        {
            return Console.In.ReadLine() ?? throw new DeskException("Standard input ended before the password or code.");
        }

        return Console.IsInputRedirected
            ? throw new DeskException("There is no terminal to ask for the password or code. Use --password-stdin.")
            : AnsiConsole.Prompt(new TextPrompt<string>($"{prompt}:").Secret(null));
    }
}
