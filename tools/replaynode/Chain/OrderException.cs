namespace CoretimeDesk.ReplayNode.Chain;

/// <summary>An order over the control port cannot be carried out. The message names the field.</summary>
internal sealed class OrderException(string field, string complaint) : Exception($"{field} {complaint}")
{
    public string Field { get; } = field;

    public string Complaint { get; } = complaint;
}
