using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Commissions;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>Shows what a quote would earn those who sell it: by role and together, or why that is not known.</summary>
internal static class CommissionView
{
    public static void Print(Screen screen, CommissionEstimate? commission)
    {
        switch (commission)
        {
            case null:
                break;
            case { Estimate: { } x }:
                screen.Line($"Commission, if all of it is bought: {Money(x, x.TotalPlanck)} by plan {x.PlanId}: {string.Join(", ", x.Roles.Select(r => $"{r.Role} {Money(x, r.Planck)} ({new BasisPoints(r.Bp)})"))}.");
                foreach (var excluded in x.Items.Where(i => i.Exclusion.Length > 0).GroupBy(i => i.Exclusion))
                {
                    screen.Line($"  {excluded.Count()} payment{(excluded.Count() == 1 ? "" : "s")} from {Answer.Date(excluded.First().At)} on would earn nothing: {excluded.Key.Replace('_', ' ')}.");
                }

                screen.Note($"  An estimate of {Answer.Date(x.AsOf)}; {x.Formula}. It accrues with finalised payments, and is earned as the coretime runs.");
                break;
            default:
                screen.Warn(commission.Problem);
                break;
        }
    }

    private static string Money(Estimate estimate, string planck) => CommissionServiceCommands.Money(planck, estimate.Token);
}
