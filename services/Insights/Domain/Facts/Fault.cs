namespace CoretimeDesk.Insights.Facts;

/// <summary>One thing that is wrong with a file of facts.</summary>
/// <param name="Line">The line, from 1; blank ones count.</param>
/// <param name="Field">The field; empty when the line is no JSON object.</param>
/// <param name="Message">What is wrong and what to write instead, as the end of a sentence that begins with the field.</param>
public sealed record Fault(int Line, string Field, string Message);
