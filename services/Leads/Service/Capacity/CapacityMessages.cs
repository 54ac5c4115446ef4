using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Leads.Capacity;

/// <summary>Between profiles and the wire.</summary>
internal static class CapacityMessages
{
    public static RepProfile ToMessage(this RepProfileRow row)
    {
        var message = new RepProfile
        {
            PersonId = row.Id.ToString(),
            Name = row.Name,
            Functions = { row.Functions.Select(f => (V1.SalesFunction)f) },
            Segments = { row.Segments.Select(s => (V1.Segment)s) },
            Territories = { row.Territories },
            Languages = { row.Languages },
            TimeZone = row.TimeZone,
            Weight = row.Weight,
            Active = row.Active,
            Version = row.Version,
        };
        if (row.OpenLeadsMax is { } open)
        {
            message.OpenLeadsMax = open;
        }

        if (row.MonthlyCapacity is { } month)
        {
            message.MonthlyCapacity = month;
        }

        return message;
    }
}
