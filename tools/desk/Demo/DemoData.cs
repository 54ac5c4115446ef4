using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Leads.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Demo;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// Fills a new desk once, through its own gRPC calls, as users would: people of every role, some accounts and leads, and on recorded blocks a
/// programme of free coretime. A filling that
/// was cut short goes on at the next start.
/// </summary>
internal sealed class DemoData(Workspace workspace, Screen screen)
{
    private const string Leads = "leads";
    private const string Credits = "creditgrants";

    /// <summary>Never fails the start: a desk without demo data is a good desk, and the reason is said.</summary>
    public async Task FillAsync(RunState state, CancellationToken cancellation)
    {
        var identity = state.Services.FirstOrDefault(service => service.Name == ServiceEnvironment.IdentityService);
        var leads = state.Services.FirstOrDefault(service => service.Name == Leads);
        var secrets = Secrets.LoadOrMake(workspace.SecretsFile);
        if (identity is null || leads is null || secrets.Administrator is null || secrets.Demo is { IsComplete: true })
        {
            return;
        }

        try
        {
            var notes = secrets.Demo ??= new();
            await secrets.SaveAsync(workspace.SecretsFile); // The seed of the request ids, before the first request.
            await screen.StepAsync("making demo data", async tell =>
            {
                await FillAsync(identity.Address, leads.Address, secrets, notes, tell, cancellation);
                await ProgrammeAsync(state, identity.Address, secrets, notes, tell, cancellation);
            });
            notes.IsComplete = true;
            await secrets.SaveAsync(workspace.SecretsFile);
        }
        catch (RpcException e) when (!cancellation.IsCancellationRequested)
        {
            screen.Warn($"Demo data is not complete: {e.Status.StatusCode}: {e.Status.Detail} The next './desk up' goes on with it.");
        }
    }

    private async Task ProgrammeAsync(RunState state, string identityAddress, Secrets secrets, DemoNotes notes, Action<string> tell, CancellationToken cancellation)
    {
        if (state.Services.FirstOrDefault(service => service.Name == Credits) is not { } credits || DemoProgramme.NodeOf(state.Chains) is not { } node)
        {
            return;
        }

        tell("a programme of free coretime");
        using var identity = GrpcChannel.ForAddress(identityAddress);
        using var channel = GrpcChannel.ForAddress(credits.Address);
        var people = new DemoPeople(new(identity), notes, secrets.Administrator!, () => secrets.SaveAsync(workspace.SecretsFile));
        var holder = DemoPeople.As(await people.SignInAsync(DemoScript.People.First(person => person.Role == Role.BudgetHolder).Email, cancellation));
        await new DemoProgramme(notes).FillAsync(new(channel), node, holder, cancellation);
    }

    private async Task FillAsync(string identityAddress, string leadsAddress, Secrets secrets, DemoNotes notes, Action<string> tell, CancellationToken cancellation)
    {
        using var identityChannel = GrpcChannel.ForAddress(identityAddress);
        using var leadsChannel = GrpcChannel.ForAddress(leadsAddress);
        var people = new DemoPeople(new(identityChannel), notes, secrets.Administrator!, () => secrets.SaveAsync(workspace.SecretsFile));
        tell("people");
        await people.FillAsync(cancellation);

        tell("accounts and leads");
        var rep = DemoPeople.As(await people.SignInAsync(DemoScript.People.First(person => person.Role == Role.Rep).Email, cancellation));
        var leads = new LeadsService.LeadsServiceClient(leadsChannel);
        foreach (var account in DemoScript.Accounts)
        {
            var made = await leads.CreateAccountAsync(
                new()
                {
                    RequestId = notes.RequestId($"account {account.Name}"),
                    Name = $"{DemoScript.Label} {account.Name}",
                    Segment = account.Segment,
                    AnnualCorePeriods = account.AnnualCorePeriods,
                    IsDao = account.IsDao,
                },
                rep,
                cancellationToken: cancellation);
            foreach (var lead in account.Leads)
            {
                var opened = await leads.OpenLeadAsync(
                    new() { RequestId = notes.RequestId($"lead {account.Name} {lead.Title}"), AccountId = made.Account.AccountId, Title = $"{DemoScript.Label} {lead.Title}", Source = lead.Source },
                    rep,
                    cancellationToken: cancellation);
                if (lead.IsClaimed)
                {
                    await leads.ClaimLeadAsync(new() { RequestId = notes.RequestId($"claim {account.Name} {lead.Title}"), LeadId = opened.Lead.LeadId }, rep, cancellationToken: cancellation);
                }
            }
        }
    }
}
