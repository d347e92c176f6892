#include "catalog/messages.h"
#include "kernel/contract_impl.h"

KERNEL_MESSAGE(catalog::FindProducts)
KERNEL_MESSAGE(catalog::ListAllProducts)
KERNEL_MESSAGE(catalog::GetProduct)
KERNEL_MESSAGE(catalog::GetProducts)
KERNEL_MESSAGE(catalog::ListCategories)
KERNEL_MESSAGE(catalog::CreateProduct)
KERNEL_MESSAGE(catalog::UpdateProduct)
KERNEL_MESSAGE(catalog::SetStock)
KERNEL_MESSAGE(catalog::ImportProducts)
KERNEL_MESSAGE(catalog::CheckImport)
KERNEL_MESSAGE(catalog::SetPicture)
KERNEL_MESSAGE(catalog::RemovePicture)
KERNEL_MESSAGE(catalog::GetPicture)
KERNEL_MESSAGE(catalog::Reserve)
KERNEL_MESSAGE(catalog::Release)
KERNEL_MESSAGE(catalog::Commit)
KERNEL_MESSAGE(catalog::Restock)

namespace catalog {

const kernel::Contract& contract() {
  static const auto all =
      kernel::make_contract<FindProducts, ListAllProducts, GetProduct, GetProducts, ListCategories,
                            CreateProduct, UpdateProduct, SetStock, ImportProducts, CheckImport,
                            SetPicture, RemovePicture, GetPicture, Reserve, Release, Commit,
                            Restock>("catalog");
  return all;
}

}  // namespace catalog
