"""Companies around our clients, as other rooms meet them: whether there is such a one."""

from tenure.clients.models import Company


def company_exists(company_id: int | None) -> bool:
    """Whether the register has this company and it was not merged into another."""
    return company_id is not None and Company.objects.filter(pk=company_id, merged_into=None).exists()
