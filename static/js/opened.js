/* Đếm lượt mở kết quả tìm: chỉ gửi câu tìm về cổng này; không cookie, không gì về người đọc. */
try{const l=document.querySelector("[data-counted]"),f=e=>{e.button<2&&e.target.closest("h3 a")&&navigator.sendBeacon(l.dataset.note,new URLSearchParams({q:l.dataset.counted}))}
l.addEventListener("click",f);l.addEventListener("auxclick",f)}catch(e){}
