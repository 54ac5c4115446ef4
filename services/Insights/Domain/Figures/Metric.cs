namespace CoretimeDesk.Insights.Figures;

/// <summary>A metric.</summary>
/// <param name="Name">As files and commands write it.</param>
/// <param name="HorizonDays">Within how many days things count; a month is mature that long after its end.</param>
public sealed record Metric(string Name, int HorizonDays);
