using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Running.Chains;
using CoretimeDesk.Substrate;
using Grpc.Core;

namespace CoretimeDesk.Desk.Demo;

/// <summary>
/// A programme of free coretime for a desk that plays recorded blocks. Its sponsor account holds what the replay node was told that it holds: recordings know the market and
/// nobody's balance. On other chains there is none: a demo promises nobody real money.
/// </summary>
internal sealed class DemoProgramme(DemoNotes notes)
{
    private static readonly AccountId32 Pool = AccountId32.FromBytes("demo-sponsor-of-free-coretime!!!"u8);
    private static readonly UInt128 Held = 100_000 * (UInt128)10_000_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int Tries = 120;

    /// <summary>The node that plays the Coretime chain; null when the chains are no recording.</summary>
    public static RunningNode? NodeOf(RunningChains? chains) =>
        chains?.Source == ChainSources.Replay ? chains.Nodes.FirstOrDefault(n => n.Chains.Keys.Any(name => name.Contains("coretime", StringComparison.Ordinal))) : null;

    /// <summary>Makes it once, as the budget holder. It waits for the first block: a programme is one of a chain that is read.</summary>
    public async Task FillAsync(ProgrammesService.ProgrammesServiceClient programmes, RunningNode node, Metadata budgetHolder, CancellationToken cancellation)
    {
        await StoryRecording.FundAsync(node, Pool, Held, cancellation);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                // Each try by its own id, since a "no" is remembered; a second programme of the same account is refused.
                await programmes.CreateProgrammeAsync(
                    new() { RequestId = notes.RequestId($"programme {attempt}"), Name = $"{DemoScript.Label} First cores", Payer = $"{DemoScript.Label} treasury", Pool = $"{Pool}", Mode = ProgrammeMode.Retainer },
                    budgetHolder,
                    cancellationToken: cancellation);
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.FailedPrecondition or StatusCode.Unavailable or StatusCode.NotFound && attempt < Tries)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
