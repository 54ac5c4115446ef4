using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.CreditGrants.Budgets;

/// <summary>Adds the ledgers of programmes.</summary>
public static class BudgetsHosting
{
    /// <summary>Call it after <c>AddJournal</c>.</summary>
    public static DeskServiceBuilder AddBudgets(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<BudgetBook>();
        return desk;
    }
}
