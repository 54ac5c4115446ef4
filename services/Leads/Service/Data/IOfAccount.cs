namespace CoretimeDesk.Leads.Data;

/// <summary>A row that belongs to an account and goes with it.</summary>
public interface IOfAccount
{
    Guid Id { get; }

    Guid AccountId { get; set; }
}
