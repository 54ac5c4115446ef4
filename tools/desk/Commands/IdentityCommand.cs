using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk identity</c></summary>
internal static class IdentityCommand
{
    public static Command Make() => new("identity", "Look after the people who use the desk.") { Bootstrap() };

    private static Command Bootstrap()
    {
        var file = Shared.File();
        var email = new Option<string>("--email") { Description = "The administrator's e-mail address.", Required = true };
        email.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { } value || value.IndexOf('@', StringComparison.Ordinal) is var at && (at < 1 || at == value.Length - 1))
            {
                result.AddError("--email: must be an e-mail address.");
            }
        });
        var command = new Command("bootstrap", "Make the first administrator of a desk that knows nobody yet, with a random password.") { email, file };
        command.SetAction(async (result, cancellation) =>
        {
            var workspace = Workspace.Of(result.GetValue(file));
            var screen = new Screen();
            var secrets = Secrets.LoadOrMake(workspace.SecretsFile);
            if (secrets.Administrator is { } already)
            {
                throw new DeskException($"An administrator was asked for before: {already.Email}; the password is in {workspace.SecretsFile} (administrator.password). Others are made by that one.");
            }

            secrets.Administrator = Administrator.Make(result.GetValue(email)!);
            Directory.CreateDirectory(workspace.State);
            await secrets.SaveAsync(workspace.SecretsFile);
            if (RunState.Load(workspace.RunFile) is { Desk.IsAlive: true } state)
            {
                await RestartAsync(state, screen, cancellation);
            }

            screen.Line($"Administrator {secrets.Administrator.Email}; the password is in {workspace.SecretsFile} (administrator.password).");
            return 0;
        });
        return command;
    }

    // The service looks for its first administrator when it starts; the desk starts it again as soon as it ends.
    private static Task RestartAsync(RunState state, Screen screen, CancellationToken cancellation) => screen.StepAsync("restarting identity", async _ =>
    {
        var service = state.Services.FirstOrDefault(s => s.Name == ServiceEnvironment.IdentityService)
            ?? throw new DeskException("The running desk has no identity service.");
        foreach (var process in state.Processes.Where(p => p.Name == service.Name || p.Name.StartsWith(service.Name + "-", StringComparison.Ordinal)))
        {
            process.Identity.Signal(process.Polite);
            await process.Identity.WaitForExitAsync(TimeSpan.FromSeconds(30), cancellation);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!(await Health.AskAsync(service.Health[0], patience.Token)).IsReady)
        {
            await Task.Delay(100, patience.Token);
        }
    });
}
