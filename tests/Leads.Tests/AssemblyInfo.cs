[assembly: AssemblyFixture(typeof(CoretimeDesk.Leads.Tests.LeadsWorld))]
