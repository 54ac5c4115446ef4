using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Grouping;

/// <summary>What a customer counts for in the books of its groups, as it was entered: so that it can be taken out when it is otherwise by then.</summary>
/// <param name="Dates">Its dates.</param>
/// <param name="AtCreation">Of whom it was when it was created.</param>
/// <param name="AtWin">Of whom it was when it was won; null when it was not.</param>
/// <param name="AtLoss">Of whom it was when it was lost; null when it was not.</param>
/// <param name="NetNew">What it bought in its first year.</param>
internal sealed record GroupEntry(ClusterDates Dates, MonthBooks AtCreation, MonthBooks? AtWin, MonthBooks? AtLoss, PurchaseState[] NetNew)
{
    /// <summary>Enters it with sign 1, takes it out with sign −1.</summary>
    public void Enter(int sign)
    {
        ClusterEntries.Created(AtCreation, Dates, sign);
        AtCreation.Entries += sign;
        if (AtWin is not null)
        {
            ClusterEntries.Won(AtWin, Dates, sign);
            AtWin.Entries += sign;
            foreach (var purchase in NetNew)
            {
                purchase.EnterNetNew(AtWin, sign);
            }
        }

        if (AtLoss is not null)
        {
            ClusterEntries.Lost(AtLoss, Dates, sign);
            AtLoss.Entries += sign;
        }
    }
}
